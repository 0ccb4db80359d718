import Testing

@testable import MartletInputs

@Suite struct PathTexts {
  @Test(arguments: [
    ("data/a", true), ("a.root", true), ("/a", true), ("v1.2", true), ("~/x", true),
    ("Muon_pt", false), ("a folder called data", false), ("", false), (".", false), ("..", false),
    ("/", false), ("../..", false), (".csv", false), ("the end.", false), ("a.\u{0}b", false),
    ("a/\nb", false),
  ])
  func `a text with a separator or a suffix may name a file`(text: String, isCandidate: Bool) {
    var text = text
    let found = text.withUTF8 { unsafe PathText.isCandidate(UnsafeRawBufferPointer($0)) }
    #expect(found == isCandidate)
  }

  @Test func `a text longer than any path is a word`() {
    let long = [UInt8](repeating: 0x2F, count: 4095) + [0x61]
    #expect(unsafe long.withUnsafeBytes { unsafe PathText.isCandidate($0) })
    #expect(unsafe !(long + [0x61]).withUnsafeBytes { unsafe PathText.isCandidate($0) })
  }

  @Test(arguments: [
    ("data/a.txt", [("data/a.txt", "")]),
    ("a.root:Events", [("a.root", "Events"), ("a.root:Events", "")]),
    ("a.root:dir/tree:x", [("a.root", "dir/tree:x"), ("a.root:dir/tree:x", "")]),
    ("data/a.h5:group", [("data/a.h5:group", ""), ("data/a.h5", "group")]),
    ("12:30.5", [("12:30.5", "")]),
    ("file:///data/a%20b.csv", [("/data/a%20b.csv", ""), ("/data/a b.csv", "")]),
    ("file://localhost/data/x", [("/data/x", "")]),
    ("~/a.txt", [("/home/me/a.txt", "")]),
    ("~you/a.txt", [("~you/a.txt", "")]),
  ])
  func `what a text may name, the likeliest first`(text: String, readings: [(String, String)]) {
    let found = PathText.readings(of: text, home: "/home/me").map { ($0.path, $0.object) }
    #expect(found.elementsEqual(readings, by: ==))
  }

  @Test(arguments: [
    ("root://host//a.root", true), ("https://host/a", true), ("simplecache::s3://b/a", true),
    ("file:///a", false), ("see https://host/a", false), ("a.root:Events", false), ("://x", false),
    ("x://", false), ("C++::method", false),
  ])
  func `a URL that is no local file's is remote`(text: String, isRemote: Bool) {
    #expect(RemoteText.matches(text) == isRemote)
  }

  @Test(arguments: [
    ("root://me@host//a.root", "root://host//a.root"),
    ("https://me:secret@host/a?x=1&authz=Bearer&y=2", "https://host/a?x=1&y=2"),
    ("https://h/a?X-Amz-Signature=1&x-amz-date=2&Token=3", "https://h/a"),
    ("https://h/a?AWSAccessKeyId=1&Signature=2&access_token=3#part", "https://h/a#part"),
    ("https://h/a@b?tokens=1", "https://h/a@b?tokens=1"),
    ("simplecache::root://me@host//a", "simplecache::root://host//a"),
  ])
  func `credentials in a URL do not count`(text: String, name: String) {
    #expect(RemoteText.withoutCredentials(text) == name)
  }
}
