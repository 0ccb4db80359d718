#define _GNU_SOURCE
#include "cfilesystem.h"

#include <fcntl.h>
#include <sys/vfs.h>

const int cfilesystem_nameless = O_TMPFILE;
const int cfilesystem_empty_path = AT_EMPTY_PATH;

unsigned cfilesystem_type(int file) {
  struct statfs status;
  return fstatfs(file, &status) == 0 ? (unsigned)status.f_type : 0;
}
