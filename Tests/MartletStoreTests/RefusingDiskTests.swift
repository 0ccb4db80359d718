import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

/// A small file system in memory, of a test's own; for the superuser only.
final class SmallDisk {
  static let isPossible = geteuid() == 0 && mayMount()
  let folder = TemporaryFolder()
  var path: String { folder.path + "/disk" }

  /// Mounts it with options as mount(8) has them, such as `size=1m`.
  init(_ options: String) throws {
    unsafe mkdir(path, 0o700)
    guard unsafe mount("martlet-test", path, "tmpfs", 0, options) == 0 else {
      throw StoreError(errno: errno, "can't mount", at: path)
    }
  }

  deinit { unsafe umount2(path, 2) }  // MNT_DETACH

  /// Makes it read-only.
  func protect() { unsafe mount("martlet-test", path, "tmpfs", 33, nil) }  // MS_REMOUNT, MS_RDONLY

  private static func mayMount() -> Bool { (try? SmallDisk("size=64k")) != nil }
}

@Suite(.enabled(if: SmallDisk.isPossible, "mounting a small disk needs root"))
struct RefusingDisks {
  func record(_ name: String) -> Record {
    var record = Record()
    record.step = Fixture.key(name)
    record.contentKey = Fixture.key("content of \(name)")
    return record
  }

  @Test func `a result that is larger than the disk is refused, and nothing of it stays`() throws {
    let disk = try SmallDisk("size=1m,mode=0700")
    let store = try LocalStore(path: disk.path, create: true)
    _ = try store.keep(record("a"), sections: [[1]], overwrite: false)
    let error = #expect(throws: StoreError.self) {
      try store.keep(record("b"), sections: [Fixture.bytes(2 << 20)], overwrite: false)
    }
    #expect(error?.code == .full && error?.errorNumber == ENOSPC)
    #expect(store.load(Fixture.key("b")) == nil && store.load(Fixture.key("a")) != nil)
    #expect(store.stats().objectCount == 0 && store.files.names(in: "incoming").isEmpty)
  }

  @Test func `keeping stops while 5 % of the disk are free, and loading goes on`() throws {
    let disk = try SmallDisk("size=2m,mode=0700")
    let store = try LocalStore(path: disk.path, create: true)
    var count = 0
    let error = #expect(throws: StoreError.self) {
      while count < 1000 {
        _ = try store.keep(record("\(count)"), sections: [Fixture.bytes(20_000)], overwrite: false)
        count += 1
      }
    }
    #expect(error?.code == .full && error?.errorNumber == 0 && error?.hint?.contains("gc") == true)
    #expect((0..<count).allSatisfy { store.load(Fixture.key("\($0)")) != nil } && count > 50)
  }

  @Test func `a disk that has no room for one more file is full`() throws {
    let disk = try SmallDisk("size=8m,nr_inodes=40,mode=0700")
    let store = try LocalStore(path: disk.path, create: true)
    let error = #expect(throws: StoreError.self) {
      for index in 0..<100 {
        _ = try store.keep(record("\(index)"), sections: [[1]], overwrite: false)
      }
    }
    #expect(error?.code == .full)
    #expect(store.load(Fixture.key("0")) != nil)
  }

  @Test func `a store on a disk that becomes read-only is read, and refuses what is new`() throws {
    let disk = try SmallDisk("size=8m,mode=0700")
    let store = try LocalStore(path: disk.path, create: true)
    _ = try store.keep(record("a"), sections: [[1]], overwrite: false)
    disk.protect()
    for store in [store, try LocalStore(path: disk.path, create: true)] {
      #expect(store.load(Fixture.key("a")) != nil)
      let error = #expect(throws: StoreError.self) {
        try store.keep(record("b"), sections: [[1]], overwrite: false)
      }
      #expect(error?.code == .readOnly)
      #expect(throws: StoreError.self) { try store.note(record("c")) }
      #expect(store.collect(maxByteCount: 0).recordCount == 0)
    }
  }

  @Test func `an empty folder on a read-only disk can't become a store`() throws {
    let disk = try SmallDisk("size=8m,mode=0700")
    disk.protect()
    let error = #expect(throws: StoreError.self) { try LocalStore(path: disk.path, create: true) }
    #expect(error?.code == .readOnly)
    let deeper = #expect(throws: StoreError.self) {
      try LocalStore(path: disk.path + "/a/b", create: true)
    }
    #expect(deeper?.code == .readOnly)
  }

  @Test func `who may only read loads, and is refused what is new`() throws {
    let folder = TemporaryFolder()
    unsafe chmod(folder.path, 0o755)
    // Not empty, so that it stays as it is.
    unsafe close(creat(folder.path + "/README", 0o644))
    let ours = try LocalStore(path: folder.path, create: true)
    _ = try ours.keep(record("a"), sections: [[1]], overwrite: false)
    _ = try ours.keep(record("large"), sections: [Fixture.bytes(70_000)], overwrite: false)
    try Stranger.does {
      let theirs = try LocalStore(path: folder.path, create: true)
      #expect(theirs.load(Fixture.key("a")) != nil && theirs.load(Fixture.key("large")) != nil)
      let error = #expect(throws: StoreError.self) {
        try theirs.keep(record("b"), sections: [[1]], overwrite: false)
      }
      #expect(error?.code == .readOnly)
      #expect(theirs.remove([Fixture.key("a")]) == 0 && ours.load(Fixture.key("a")) != nil)
    }
  }

  @Test func `a folder that lets nobody in is refused with its path`() throws {
    let folder = TemporaryFolder()
    try Stranger.does {
      let error = #expect(throws: StoreError.self) {
        try LocalStore(path: folder.path, create: true)
      }
      #expect(error?.code == .readOnly && error?.message.contains(folder.path) == true)
    }
  }

  @Test func `entries that may not be read are misses, and stay`() throws {
    let folder = TemporaryFolder()
    unsafe chmod(folder.path, 0o755)
    unsafe close(creat(folder.path + "/README", 0o644))
    let ours = try LocalStore(path: folder.path, create: true)
    _ = try ours.keep(record("a"), sections: [[1]], overwrite: false)
    let path = "\(folder.path)/\(FilePath.record(Fixture.key("a")))"
    unsafe chmod(path, 0o600)
    try Stranger.does {
      let theirs = try LocalStore(path: folder.path, create: false)
      #expect(theirs.find([Fixture.key("a")]) == [nil] && theirs.load(Fixture.key("a")) == nil)
    }
    #expect(ours.load(Fixture.key("a")) != nil)
  }
}

/// Another user of the node, for this thread and its files only.
enum Stranger {
  /// Calls `body` as that user.
  static func does(_ body: () throws -> Void) throws {
    _ = setFileUser(65_534)
    defer { _ = setFileUser(0) }
    try #require(setFileUser(.max) == 65_534)  // an impossible number tells what it is
    try body()
  }
}

/// Linux's setfsuid(2), which Swift's Glibc module lacks: the superuser's rights go with it.
@_silgen_name("setfsuid") private func setFileUser(_ user: UInt32) -> Int32
