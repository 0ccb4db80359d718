#include "cfilesystem.h"

#include <sys/vfs.h>

unsigned cfilesystem_type(int file) {
  struct statfs status;
  return fstatfs(file, &status) == 0 ? (unsigned)status.f_type : 0;
}
