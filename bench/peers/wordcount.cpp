// The limit for word counts on this machine: a scalar tokeniser and an open-addressing table, one thread a core, files
// handed out one by one, tables merged and sorted at the end. usage: wordcount OUTPUT FILE...
#include <algorithm>
#include <atomic>
#include <cstdint>
#include <cstdio>
#include <cstring>
#include <fcntl.h>
#include <memory>
#include <string_view>
#include <thread>
#include <unistd.h>
#include <vector>

struct Entry {
  const char *key;
  uint32_t length;
  uint32_t hash;
  uint64_t count;
};

class Table {
public:
  Table() : entries(1 << 16), mask((1 << 16) - 1) {}
  void add(const char *key, uint32_t length, uint32_t hash, uint64_t count) {
    for (uint32_t slot = hash & mask;; slot = (slot + 1) & mask) {
      Entry &entry = entries[slot];
      if (entry.count == 0) {
        entry = {keep(key, length), length, hash, count};
        if (++used * 2 > entries.size()) grow();
        return;
      }
      if (entry.hash == hash && entry.length == length && memcmp(entry.key, key, length) == 0) {
        entry.count += count;
        return;
      }
    }
  }
  std::vector<Entry> entries;

private:
  const char *keep(const char *key, uint32_t length) {
    if (left < length) {
      left = std::max<size_t>(1 << 20, length);
      chunks.emplace_back(new char[left]);
      top = chunks.back().get();
    }
    char *kept = top;
    memcpy(kept, key, length);
    top += length;
    left -= length;
    return kept;
  }
  void grow() {
    std::vector<Entry> old(entries.size() * 2);
    old.swap(entries);
    mask = entries.size() - 1;
    for (const Entry &entry : old) {
      if (entry.count == 0) continue;
      uint32_t slot = entry.hash & mask;
      while (entries[slot].count != 0) slot = (slot + 1) & mask;
      entries[slot] = entry;
    }
  }
  uint32_t mask;
  size_t used = 0, left = 0;
  char *top = nullptr;
  std::vector<std::unique_ptr<char[]>> chunks;
};

static bool isSpace(unsigned char byte) { return byte == 32 || (byte >= 9 && byte <= 13); }

static void countFile(const char *path, Table &table) {
  int file = open(path, O_RDONLY);
  if (file < 0) return perror(path);
  size_t capacity = 1 << 20, kept = 0;
  std::vector<char> buffer(capacity);
  for (;;) {
    if (kept == buffer.size()) buffer.resize(buffer.size() * 2);
    ssize_t got = read(file, buffer.data() + kept, buffer.size() - kept);
    size_t end = kept + std::max<ssize_t>(got, 0), start = 0;
    uint32_t hash = 2166136261u;
    for (size_t at = 0; at < end; at++) {
      unsigned char byte = buffer[at];
      if (!isSpace(byte)) {
        hash = (hash ^ byte) * 16777619u;
        continue;
      }
      if (at > start) table.add(&buffer[start], at - start, hash, 1);
      start = at + 1;
      hash = 2166136261u;
    }
    if (got <= 0) {
      if (end > start) table.add(&buffer[start], end - start, hash, 1);
      break;
    }
    kept = end - start;
    memmove(buffer.data(), &buffer[start], kept);
  }
  close(file);
}

int main(int argc, char **argv) {
  std::atomic<int> next{2};
  Table tables[2];
  std::vector<std::thread> threads;
  for (Table &table : tables)
    threads.emplace_back([&] {
      for (int i = next++; i < argc; i = next++) countFile(argv[i], table);
    });
  for (std::thread &thread : threads) thread.join();
  for (const Entry &entry : tables[1].entries)
    if (entry.count) tables[0].add(entry.key, entry.length, entry.hash, entry.count);
  std::vector<Entry> all;
  for (const Entry &entry : tables[0].entries)
    if (entry.count) all.push_back(entry);
  std::sort(all.begin(), all.end(), [](const Entry &a, const Entry &b) {
    return std::string_view(a.key, a.length) < std::string_view(b.key, b.length);
  });
  FILE *out = fopen(argv[1], "w");
  for (const Entry &entry : all) {
    fwrite(entry.key, 1, entry.length, out);
    fprintf(out, "\t%llu\n", (unsigned long long)entry.count);
  }
  return fclose(out);
}
