#pragma once

// Has a Python function called with the name and the arguments of some of the interpreter's audit events.
// `sys.addaudithook` would call it at each event, and Dask's workers raise some 75 a task; here those that
// it does not want cost a comparison.
//
// `function` and `names`, a tuple of str, are references that the hook takes over, for as long as the
// process lives. 0, or -1 with Python's error indicator set and the references not taken.
int caudit_add(void *function, void *names);
