/**
 * The environment that user code gets: what programs need to run, and none of our own or the shell's secrets.
 *
 * V1. An allow-list: tokens, NODE_OPTIONS and everything unknown stay outside.
 */

const ALLOWED = new Set([
  "HOME",
  "LANG",
  "LANGUAGE",
  "LD_LIBRARY_PATH",
  "LOGNAME",
  "PATH",
  "PYTHONPATH",
  "SHELL",
  "SSL_CERT_DIR",
  "SSL_CERT_FILE",
  "TMPDIR",
  "TZ",
  "USER",
  "VIRTUAL_ENV",
]);

export function runnerEnvironment(source: {
  readonly [name: string]: string | undefined;
}): Record<string, string> {
  const environment: Record<string, string> = {};
  for (const [name, value] of Object.entries(source)) {
    if (value !== undefined && (ALLOWED.has(name) || name.startsWith("LC_"))) {
      environment[name] = value;
    }
  }
  return environment;
}
