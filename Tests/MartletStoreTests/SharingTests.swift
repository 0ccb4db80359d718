import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletStore

@Suite struct Sharing {
  func mode(_ path: String) -> mode_t {
    var status = stat()
    return unsafe lstat(path, &status) == 0 ? status.st_mode & 0o7777 : 0
  }

  @Test(arguments: [mode_t(0o755), 0o777]) func `an empty folder of ours becomes private`(
    before: mode_t
  ) throws {
    let folder = TemporaryFolder()
    unsafe chmod(folder.path, before)
    #expect(try LocalStore(path: folder.path, create: true).isPrivate)
    #expect(mode(folder.path) == 0o700 && mode(folder.path + "/records") == 0o700)
  }

  @Test func `in a folder that a group shares, entries are open to the group`() throws {
    let folder = TemporaryFolder()
    unsafe chmod(folder.path, 0o2770)
    let store = try LocalStore(path: folder.path, create: true, trust: .all)
    var record = Record()
    record.step = Fixture.key("a")
    _ = try store.keep(record, sections: [[1, 2, 3]], overwrite: false)
    #expect(mode(folder.path) == 0o2770 && !store.isPrivate)
    #expect(mode(folder.path + "/records") == 0o2770)
    let files = folder.files("records")
    #expect(files.count == 1 && files.allSatisfy { mode($0) == 0o640 })
    #expect(store.load(Fixture.key("a")) != nil)
  }

  @Test func `a result takes the place of a note, under both of its keys`() throws {
    let fixture = try Fixture()
    var note = Record()
    note.step = Fixture.key("first")
    note.contentKey = Fixture.key("c")
    try fixture.store.note(note)
    try fixture.keep("second", [[1]], content: "c")
    #expect(fixture.load("second") == [[1]] && fixture.load("c") == [[1]])
  }

  @Test func `a damaged record under the content key is replaced when the step is kept again`()
    throws
  {
    let fixture = try Fixture()
    try fixture.keep("a", [[1]], content: "c")
    let path = fixture.folder.path + "/" + FilePath.record(Fixture.key("c"))
    unsafe unlink(path)
    unsafe close(creat(path, 0o600))
    Fixture.edit(path) { $0 = Array("junk\n".utf8) }
    try fixture.keep("b", [[1]], content: "c")
    #expect(fixture.load("c") == [[1]])
  }
}
