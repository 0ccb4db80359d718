import Glibc
import MartletBytes
import MartletStore

/// `StoreBenchmark FOLDER [COUNT] [ONLY]` prints CPU microseconds a key of a local store: the least of five rounds.
///
/// FOLDER must not exist; its file system is what is measured. ONLY runs the parts whose name begins so,
/// for `strace -c` and `perf`.
@main enum StoreBenchmark {
  static let rounds = 5

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count >= 2 else {
      print("usage: StoreBenchmark FOLDER [COUNT] [ONLY]")
      exit(64)
    }
    let count = arguments.count > 2 ? Int(arguments[2]) ?? 20_000 : 20_000
    let bench = try Bench(
      path: arguments[1], count: count, only: arguments.count > 3 ? arguments[3] : "")
    try bench.run()
  }
}

/// A store being filled, and the keys that are in it.
struct Bench {
  let store: LocalStore
  /// A store with one entry a key, and one without any.
  let small: LocalStore, empty: LocalStore
  let count: Int
  let only: String

  init(path: String, count: Int, only: String) throws {
    store = try LocalStore(path: path, create: true)
    small = try LocalStore(path: path + "/small", create: true)
    empty = try LocalStore(path: path + "/empty", create: true)
    self.count = count
    self.only = only
  }

  func run() throws {
    let tiny = [UInt8](repeating: 7, count: 60)
    try unsafe tiny.withUnsafeBytes { tiny in
      try each("keep, step key only") { round, index in
        try unsafe keep(record(round, index, isPlain: true), tiny)
      }
      try each("keep, step and content key, shape") { round, index in
        try unsafe keep(record(round, index, isPlain: false), tiny)
      }
    }
    try each("note, step and content key, shape") { round, index in
      var note = record(round, index, isPlain: false, salt: "note")
      note.content = key("content", round, index)
      try store.note(note)
    }
    for index in 0..<count { try small.note(record(0, index, isPlain: true)) }
    let hits = (0..<count).map { key("step", 0, $0) }.shuffled()
    // Nobody has asked for these before: the file system knows nothing of them either.
    func misses(_ name: String) -> [[Digest]] {
      (0..<StoreBenchmark.rounds).map { round in (0..<count).map { key(name, round, $0) } }
    }
    let same = [[Digest]](repeating: hits, count: StoreBenchmark.rounds)
    find("find, hits in one batch", store, same)
    find("find, a hundred hits a batch", store, same, batch: 100)
    find("find, one hit a batch", store, same, batch: 1)
    find("find, misses in one batch", store, misses("a"))
    find("find, a hundred misses a batch", store, misses("b"), batch: 100)
    find("find, as many misses as entries", small, misses("c"))
    find("find, misses in an empty store", empty, misses("d"))
    each("load") { _, index in _ = store.load(hits[index]) }
  }

  private func find(
    _ name: String, _ store: LocalStore, _ rounds: [[Digest]], batch: Int? = nil
  ) {
    let size = batch ?? count
    measure(name) { round in
      let keys = rounds[round]
      for start in stride(from: 0, to: keys.count, by: size) {
        _ = store.find(Array(keys[start..<min(start + size, keys.count)]))
      }
    }
  }

  private func each(_ name: String, _ body: (_ round: Int, _ index: Int) throws -> Void) rethrows {
    try measure(name) { round in
      for index in 0..<count { try body(round, index) }
    }
  }

  private func measure(_ name: String, _ body: (_ round: Int) throws -> Void) rethrows {
    guard name.hasPrefix(only) || name.hasPrefix("keep, step key") else { return }
    var least = (user: Double.infinity, system: Double.infinity)
    for round in 0..<StoreBenchmark.rounds {
      let before = usage()
      try body(round)
      let after = usage()
      let now = (user: after.user - before.user, system: after.system - before.system)
      if now.user + now.system < least.user + least.system { least = now }
    }
    func us(_ seconds: Double) -> String {
      String(Double(Int(seconds / Double(count) * 1e8)) / 100)
    }
    print("\(us(least.user + least.system)) us (\(us(least.system)) in the system)  \(name)")
  }

  private func usage() -> (user: Double, system: Double) {
    var usage = rusage()
    unsafe getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
    return (seconds(usage.ru_utime), seconds(usage.ru_stime))
  }

  private func keep(_ record: Record, _ bytes: UnsafeRawBufferPointer) throws {
    _ = try unsafe store.keep(record, sections: [bytes], classes: [])
  }

  private func record(_ round: Int, _ index: Int, isPlain: Bool, salt: String = "") -> Record {
    var record = Record()
    record.step = key((isPlain ? "step" : "full") + salt, round, index)
    if !isPlain {
      record.contentKey = key("content key" + salt, round, index)
      record.shape = key("shape" + salt, round, index)
    }
    record.label = "analysis.select_events"
    record.seconds = 0.123456789
    record.again = 1.23456789
    record.provenance = "python 3.11.7, worker-node-17, pid 12345"
    return record
  }

  private func key(_ name: String, _ round: Int, _ index: Int) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.bench.v1")
    encoder.append(name)
    encoder.append(UInt64(round))
    encoder.append(UInt64(index))
    return encoder.digest()
  }
}
