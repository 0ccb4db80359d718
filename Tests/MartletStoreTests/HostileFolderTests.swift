import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

/// What happens to the folder while a store is in use: one clear error, never a crash or a wrong result.
@Suite struct HostileFolders {
  /// What takes the place of a part of the store.
  enum Intruder: String, CaseIterable { case nothing, file, folder, danglingLink, loop, pipe }

  private func put(_ intruder: Intruder, at path: String) {
    unsafe rename(path, path + ".aside")
    switch intruder {
    case .nothing: break
    case .file: unsafe close(creat(path, 0o600))
    case .folder: unsafe mkdir(path, 0o700)
    case .danglingLink: unsafe symlink("/nowhere/at/all", path)
    case .loop: unsafe symlink(path, path)
    case .pipe: unsafe mkfifo(path, 0o600)
    }
  }

  @Test(
    arguments: Intruder.allCases,
    ["records", "objects", "incoming", "sessions", "martlet-store.json"])
  func `whatever takes the place of a part of the store, nothing crashes, waits or is wrong`(
    intruder: Intruder, part: String
  ) throws {
    let fixture = try Fixture()
    let small = [Fixture.bytes(100)], large = [Fixture.bytes(100_000)]
    try fixture.keep("small", small)
    try fixture.keep("large", large)
    put(intruder, at: "\(fixture.folder.path)/\(part)")
    for (name, sections) in [("small", small), ("large", large)] {
      let loaded = fixture.load(name)
      #expect(loaded == nil || loaded == sections)
      do { try fixture.keep(name, sections) } catch let error as StoreError {
        #expect([.gone, .notAStore, .system].contains(error.code), "\(error)")
      }
      let again = fixture.load(name)
      #expect(again == nil || again == sections)
    }
    _ = fixture.store.entries()
    _ = fixture.store.collect(maxByteCount: 0)
    _ = try? LocalStore(path: fixture.folder.path, create: true)
  }

  @Test(arguments: [Intruder.file, .folder, .danglingLink, .loop, .pipe])
  func `what lies under a key and is no record is a miss`(intruder: Intruder) throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    put(intruder, at: "\(fixture.folder.path)/\(FilePath.record(Fixture.key("a")))")
    #expect(fixture.store.find([Fixture.key("a")]) == [nil])
    #expect(fixture.load("a") == nil)
    try fixture.keep("a", [[1]])
    #expect(fixture.load("a") == [[1]], "it gives way to the result")
  }

  @Test(arguments: [Intruder.file, .folder, .danglingLink, .loop, .pipe])
  func `what lies in an object's place and is none is a miss`(intruder: Intruder) throws {
    let fixture = try Fixture()
    let sections = [Fixture.bytes(100_000)]
    let record = try fixture.keep("a", sections)
    put(intruder, at: "\(fixture.folder.path)/\(FilePath.object(record.object))")
    #expect(fixture.store.find([Fixture.key("a")]) == [nil])
    #expect(fixture.load("a") == nil)
    try fixture.keep("a", sections)
    #expect(fixture.load("a") == sections, "it gives way to the result")
  }

  @Test func `a store whose folder is removed with all that is in it is gone`() throws {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]])
    for file in fixture.folder.files() { unsafe unlink(file) }
    fixture.folder.removeAll()
    #expect(fixture.load("a") == nil && fixture.store.find([Fixture.key("a")]) == [nil])
    #expect(fixture.store.entries().isEmpty && fixture.store.stats().recordCount == 0)
    let error = #expect(throws: StoreError.self) { try fixture.keep("b", [[1]]) }
    #expect(error?.code == .gone && error?.message.contains(fixture.folder.path) == true)
  }

  @Test func `a store that another one replaces under its path is told by its name`() throws {
    let fixture = try Fixture()
    fixture.folder.removeAll()
    unsafe mkdir(fixture.folder.path, 0o700)
    #expect(try LocalStore(path: fixture.folder.path, create: true).id != fixture.store.id)
  }

  @Test func `two stores that are made in one folder at once are one`() async throws {
    for _ in 0..<20 {
      let folder = TemporaryFolder()
      let ids = try await withThrowingTaskGroup(of: String.self) { group in
        for _ in 0..<4 {
          group.addTask { try LocalStore(path: folder.path, create: true).id }
        }
        return try await group.reduce(into: Set()) { $0.insert($1) }
      }
      #expect(ids.count == 1)
    }
  }

  @Test func `processes that keep one step at once leave one whole result, and nothing else`()
    async throws
  {
    // Two openings of a folder share no more than two processes do: their files' names.
    let fixture = try Fixture()
    let stores = try (0..<4).map { _ in try LocalStore(path: fixture.folder.path, create: false) }
    for round in 0..<50 {
      try await withThrowingTaskGroup(of: Void.self) { group in
        for (index, store) in stores.enumerated() {
          group.addTask {
            var record = Record()
            record.step = Fixture.key("step\(round)")
            record.contentKey = Fixture.key("content\(round)")
            let sections = [Fixture.bytes(index % 2 == 0 ? 100 : 70_000, seed: UInt8(index))]
            _ = try store.keep(record, sections: sections, overwrite: index == 3)
            let loaded = store.load(Fixture.key("step\(round)"))
            #expect(loaded != nil)
          }
        }
        try await group.waitForAll()
      }
      let whole = (0..<4).map { Fixture.bytes($0 % 2 == 0 ? 100 : 70_000, seed: UInt8($0)) }
      for name in ["step\(round)", "content\(round)"] {
        let loaded = fixture.load(name)
        #expect(loaded?.count == 1 && whole.contains(loaded?[0] ?? []))
      }
    }
    #expect(fixture.folder.files("incoming").isEmpty)
  }
}
