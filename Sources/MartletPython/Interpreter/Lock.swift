internal import CPython

/// The interpreter's lock (GIL).
enum Lock {
  /// Runs `body` without the GIL, so that other Python threads go on.
  ///
  /// It must touch no Python object.
  static func released<Result: ~Copyable, Failure: Error>(
    _ body: () throws(Failure) -> Result
  ) throws(Failure) -> Result {
    let state = unsafe PyEval_SaveThread()
    defer { unsafe PyEval_RestoreThread(state) }
    return try body()
  }

  /// Lets other threads in that wait for the GIL.
  ///
  /// Costs next to nothing if none does.
  static func yield() {
    let state = unsafe PyEval_SaveThread()
    unsafe PyEval_RestoreThread(state)
  }
}

/// Yields the GIL now and then in long loops, and pauses the garbage collector meanwhile.
///
/// With the collector on, a million new tasks cost 5 us each instead of 1.
struct LongLoop: ~Copyable {
  private var count = 0
  private let wasCollecting: Bool

  init() {
    wasCollecting = PyGC_Disable() == 1
  }

  deinit {
    if wasCollecting { PyGC_Enable() }
  }

  /// Counts one task; about 1000 of them take a millisecond.
  mutating func step() {
    count &+= 1
    if count & 1023 == 0 { Lock.yield() }
  }

  /// Lets others in after something long.
  func yield() {
    Lock.yield()
  }
}
