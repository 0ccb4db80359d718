import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

@Suite struct CollectionTests {
  /// Makes all that is in the store look as if it had not been used for days.
  func age(_ fixture: Fixture, days: Int, only part: String = "/") {
    for path in fixture.folder.files() where path.contains(part) {
      var times = [timespec](
        repeating: timespec(tv_sec: time(nil) - days * 86_400, tv_nsec: 0), count: 2)
      unsafe utimensat(AT_FDCWD, path, &times, 0)
    }
  }

  @Test func `what was used within a day stays`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100_000)])
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 0)
    #expect(fixture.load("a") != nil)
  }

  @Test func `nothing is swept while records can't be listed`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100_000)])
    age(fixture, days: 3)
    let (records, aside) = (fixture.folder.path + "/records", fixture.folder.path + "/aside")
    #expect(unsafe rename(records, aside) == 0 && symlink("/nowhere", records) == 0)
    #expect(fixture.store.collect(maxByteCount: .max).byteCount == 0)
    #expect(unsafe unlink(records) == 0 && rename(aside, records) == 0)
    #expect(fixture.load("a") != nil)
  }

  @Test func `sessions that start soon after one another collect once`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100_000)])
    age(fixture, days: 3)
    #expect(fixture.store.collectIfDue(maxByteCount: 0, interval: 3600)?.recordCount == 1)
    try fixture.keep("b", [Fixture.bytes(100_000)])
    age(fixture, days: 3, only: "/records/")
    #expect(fixture.store.collectIfDue(maxByteCount: 0, interval: 3600) == nil)
    age(fixture, days: 1, only: "/incoming/")
    #expect(fixture.store.collectIfDue(maxByteCount: 0, interval: 3600)?.recordCount == 1)
  }

  @Test func `what saves least per byte goes first, with its object`() throws {
    let fixture = try Fixture()
    try fixture.keep("small", [Fixture.bytes(100)])
    try fixture.keep("large", [Fixture.bytes(300_000)], content: "c")
    age(fixture, days: 3)
    let collected = fixture.store.collect(maxByteCount: 10_000)
    #expect(collected.recordCount == 1 && collected.byteCount > 300_000)
    #expect(fixture.load("small") != nil && fixture.load("large") == nil)
    #expect(fixture.store.stats().objectCount == 0)
  }

  /// Keeps a result, and makes it look as if it had been used last so many days ago.
  func keep(
    _ fixture: Fixture, _ name: String, bytes: Int, seconds: Double, days: Double,
    content: String? = nil
  ) throws {
    var record = Record()
    record.step = Fixture.key(name)
    record.contentKey = content.map(Fixture.key)
    record.seconds = seconds
    record.again = seconds
    _ = try fixture.store.keep(record, sections: [Fixture.bytes(bytes)], overwrite: false)
    let then = timespec(tv_sec: time(nil) - Int(days * 86_400), tv_nsec: 0)
    var times = [then, then]
    let path = "\(fixture.folder.path)/\(FilePath.record(Fixture.key(name)))"
    unsafe utimensat(AT_FDCWD, path, &times, 0)
  }

  // Half as much is saved by what was last used 30 days earlier.
  @Test(arguments: [
    (1.0, 10_000, 3.0, 2.0, 10_000, 3.0, "a"),  // saves less
    (1, 20_000, 3, 1, 10_000, 3, "a"),  // takes more
    (1, 10_000, 9, 1, 10_000, 3, "a"),  // is older
    (2, 10_000, 34, 1, 10_000, 3, "a"),  // saves twice as much, and is 31 days older
    (2, 10_000, 32, 1, 10_000, 3, "b"),  // saves twice as much, and is 29 days older
    (0, 10_000, 3, 0, 100, 3, "a"),  // costs nothing: size decides
  ])
  func `what saves least per byte, decayed by age, goes first`(
    seconds: Double, bytes: Int, days: Double, otherSeconds: Double, otherBytes: Int,
    otherDays: Double, first: String
  ) throws {
    let fixture = try Fixture()
    try keep(fixture, "a", bytes: bytes, seconds: seconds, days: days)
    try keep(fixture, "b", bytes: otherBytes, seconds: otherSeconds, days: otherDays)
    let all = fixture.store.stats().byteCount
    #expect(fixture.store.collect(maxByteCount: all - 1).recordCount == 1)
    #expect((fixture.load("a") == nil) == (first == "a"))
    #expect((fixture.load("b") == nil) == (first == "b"))
  }

  @Test(arguments: [(0.9, true), (1.1, false)])
  func `the day of grace ends after a day`(days: Double, stays: Bool) throws {
    let fixture = try Fixture()
    try keep(fixture, "a", bytes: 10, seconds: 1, days: days)
    _ = fixture.store.collect(maxByteCount: 0)
    #expect((fixture.load("a") != nil) == stays)
  }

  /// Ways to use what is there.
  enum Use: CaseIterable { case load, loadByContent, plan, find, list, verify, readOutside }

  @Test(arguments: Use.allCases)
  func `what is loaded or planned to be loaded stays, what is looked at goes`(use: Use) throws {
    let fixture = try Fixture()
    try keep(fixture, "a", bytes: 10, seconds: 1, days: 40, content: "c")
    switch use {
    case .load: _ = fixture.load("a")
    case .loadByContent: _ = fixture.load("c")
    case .plan: fixture.store.markUsed([Fixture.key("a"), Fixture.key("other")])
    case .find: _ = fixture.store.find([Fixture.key("a")])
    case .list: _ = (fixture.store.entries(), fixture.store.stats())
    case .verify: _ = fixture.store.verify()
    case .readOutside:
      for path in fixture.folder.files() { Fixture.read(path) }
    }
    _ = fixture.store.collect(maxByteCount: 0)
    #expect((fixture.load("a") != nil) == [.load, .loadByContent, .plan].contains(use))
  }

  @Test(arguments: [(4.5, true), (5.5, true), (6.5, false)])
  func `what was used since a day before a running session began stays`(
    days: Double, stays: Bool
  ) throws {
    let fixture = try Fixture()
    try fixture.store.touchSession("long")
    // It began five days ago, and has just said that it lives.
    Fixture.edit(fixture.folder.path + "/incoming/long.session") {
      $0 = Array("\(time(nil) - 5 * 86_400)\n".utf8)
    }
    try keep(fixture, "a", bytes: 10, seconds: 1, days: days)
    #expect(fixture.store.collect(maxByteCount: 0, dryRun: true).recordCount == (stays ? 0 : 1))
    try fixture.store.closeSession("long")
    #expect(fixture.store.collect(maxByteCount: 0, dryRun: true).recordCount == 1)
  }

  @Test func `a session that has not said for a day that it lives protects nothing`() throws {
    let fixture = try Fixture()
    try fixture.store.touchSession("dead")
    age(fixture, days: 2, only: "dead.session")
    try keep(fixture, "a", bytes: 10, seconds: 1, days: 1.5)
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 1)
    #expect(fixture.folder.files("incoming").isEmpty)
  }

  @Test func `a result under a content key stays when another of that content goes`() throws {
    let fixture = try Fixture()
    try keep(fixture, "new", bytes: 10, seconds: 1, days: 0, content: "c")
    try keep(fixture, "old", bytes: 10, seconds: 1, days: 40, content: "c")
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 1)
    #expect(fixture.load("old") == nil && fixture.load("c") != nil)
  }

  @Test func `a dry run tells what would go and drops nothing`() throws {
    let fixture = try Fixture()
    try keep(fixture, "a", bytes: 100_000, seconds: 7, days: 40)
    let told = fixture.store.collect(maxByteCount: 0, dryRun: true)
    #expect(told == fixture.store.collect(maxByteCount: 0))
    #expect(told.recordCount == 1 && told.seconds == 7 && told.remainingByteCount == 0)
  }

  @Test func `an object that another record needs stays`() throws {
    let fixture = try Fixture()
    try fixture.keep("old", [Fixture.bytes(300_000)])
    age(fixture, days: 40)
    try fixture.keep("new", [Fixture.bytes(300_000)])
    #expect(fixture.store.collect(maxByteCount: 0).recordCount == 1)
    #expect(fixture.load("old") == nil && fixture.load("new") != nil)
  }

  @Test func `what is older than asked goes though there is room`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    age(fixture, days: 40)
    #expect(fixture.store.collect(maxByteCount: .max, olderThan: 30 * 86_400).recordCount == 1)
  }

  @Test func `left-over files of dead writers go, a living session's heartbeat stays`() throws {
    let fixture = try Fixture()
    try fixture.store.touchSession("living")
    unsafe close(creat(fixture.folder.path + "/incoming/1-2-3", 0o600))
    age(fixture, days: 2, only: "1-2-3")
    _ = fixture.store.collect(maxByteCount: .max)
    #expect(fixture.folder.files("incoming").map { $0.hasSuffix("living.session") } == [true])
  }

  @Test func `verify names and removes what is damaged, though its checksums were made to match`()
    throws
  {
    let fixture = try Fixture()
    try fixture.keep("a", [Fixture.bytes(100)])
    try fixture.keep("b", [Fixture.bytes(100)])
    #expect(fixture.store.verify().isEmpty)
    let path = fixture.folder.path + "/" + FilePath.record(Fixture.key("a"))
    Fixture.edit(path) { $0[$0.count - 1] ^= 1 }
    #expect(fixture.store.verify() == [Fixture.key("a")])
    #expect(fixture.load("b") != nil)
  }

  @Test func `verify names a record whose line is damaged, and removes all its names`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]], content: "c")
    let path = fixture.folder.path + "/" + FilePath.record(Fixture.key("a"))
    Fixture.edit(path) { $0[20] ^= 1 }
    #expect(fixture.store.verify().count == 1)
    #expect(fixture.folder.files("records").isEmpty)
  }
}
