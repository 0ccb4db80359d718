#pragma once
#define Py_LIMITED_API 0x030B0000
