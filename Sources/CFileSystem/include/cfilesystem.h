#pragma once

// The type of the file system that an open file is on (statfs(2), f_type); 0 if it can't be told.
// Swift's Glibc module has no statfs.
unsigned cfilesystem_type(int file);

// O_TMPFILE (open(2)) and AT_EMPTY_PATH (linkat(2)), which it lacks as well.
extern const int cfilesystem_nameless;
extern const int cfilesystem_empty_path;
