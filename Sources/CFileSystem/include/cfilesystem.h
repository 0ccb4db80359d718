#pragma once

// The type of the file system that an open file is on (statfs(2), f_type); 0 if it can't be told.
// Swift's Glibc module has no statfs.
unsigned cfilesystem_type(int file);
