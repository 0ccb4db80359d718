internal import CPython
internal import Glibc

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
  fileprivate static func yield() {
    let state = unsafe PyEval_SaveThread()
    unsafe PyEval_RestoreThread(state)
  }
}

/// Takes turns with other Python threads.
struct Turns: ~Copyable {
  private var count = 0
  private var lastMilliseconds = Self.now

  /// Counts something short; every 10 ms others are let in.
  ///
  /// A thread that waits for the GIL asks for it once it has seen it held for 5 ms on end (CPython's
  /// ceval_gil.c): given back more often, it would be taken again before anybody asked.
  mutating func step() {
    count &+= 1
    guard count & 255 == 0 else { return }
    let now = Self.now
    guard now &- lastMilliseconds >= 10 else { return }
    Lock.yield()
    lastMilliseconds = Self.now
  }

  private static var now: Int {
    var time = timespec()
    unsafe clock_gettime(CLOCK_MONOTONIC_COARSE, &time)
    return time.tv_sec &* 1000 &+ time.tv_nsec / 1_000_000
  }
}

/// Yields the GIL now and then in long loops, and pauses the garbage collector meanwhile.
///
/// With the collector on, a million new tasks cost 5 us each instead of 1.
struct LongLoop: ~Copyable {
  private var turns = Turns()
  private let wasCollecting: Bool

  init() {
    wasCollecting = PyGC_Disable() == 1
  }

  deinit {
    if wasCollecting { PyGC_Enable() }
  }

  /// Counts one task, or something as short.
  mutating func step() { turns.step() }
}
