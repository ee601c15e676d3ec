// Maps the files named, says so, and waits for the end of its input: the system does not take back pages of a file that
// some process has mapped. Named a number instead, it takes so many bytes of memory, writes to every page, and ends.

#include <cstdio>
#include <cstdlib>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>

static int fetch(size_t bytes) {
  int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_POPULATE;
  void *at = mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
  return at == MAP_FAILED ? (perror("memory"), 1) : 0;
}

int main(int count, char **words) {
  char *end = nullptr;
  size_t bytes = count == 2 ? strtoull(words[1], &end, 10) : 0;
  if (bytes > 0 && *end == 0) return fetch(bytes);
  for (int i = 1; i < count; i++) {
    struct stat about;
    int file = open(words[i], O_RDONLY);
    if (file < 0 || fstat(file, &about) != 0) return perror(words[i]), 1;
    if (about.st_size == 0) continue;
    void *at = mmap(nullptr, about.st_size, PROT_READ, MAP_SHARED | MAP_POPULATE, file, 0);
    if (at == MAP_FAILED) return perror(words[i]), 1;
  }
  puts("held");
  fflush(stdout);
  while (getchar() != EOF) {
  }
  return 0;
}
