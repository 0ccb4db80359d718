import Glibc
import MartletBytes
import MartletTesting
import Testing

@testable import MartletInputs

@Suite struct InputFileIdentities {
  let folder = TemporaryFolder()
  let files = InputFiles(memo: nil)

  // An identity is part of a step's key: it must stay.
  @Test func `a file counts by its size and its content`() {
    write("a.txt", "hello")
    let hex = "744356949c87591bdaa905565241625a5b78070986bee429b249af66e8ad8ec2"
    #expect(identity("a.txt")?.hex == hex)
  }

  @Test func `a folder counts by its names and what they hold`() {
    write("data/a.txt", "hello")
    write("data/more/b.txt", "there")
    let hex = "1ef88895077c0d3250afe7d0922d067d6ea3e905cff7124ec381fe4ee8689141"
    #expect(identity("data")?.hex == hex)
  }

  @Test func `long content is the same in one thread or many`() {
    let text = String(repeating: "0123456789abcdef", count: (40 << 20) / 16)
    write("long.txt", text)
    var copy = text
    let whole = copy.withUTF8 { unsafe FileContent.identity(UnsafeRawBufferPointer($0)) }
    #expect(identity("long.txt") == whole)
  }

  @Test func `what is in a folder is its files, at any depth`() {
    write("data/more/b.txt", "there")
    let before = identity("data")
    write("data/more/b.txt", "where")
    files.forget()
    #expect(identity("data") != before)
  }

  @Test func `a folder that links back to itself is refused`() {
    write("data/a.txt", "hello")
    unsafe symlink("..", "\(folder.path)/data/up")
    #expect(reason("data").contains("holds itself"))
  }

  @Test func `more than 10 000 files are refused`() {
    for number in 0...10_000 { write("many/\(number)", "") }
    #expect(reason("many").contains("more than 10000 files"))
  }

  @Test func `a pipe is refused and not waited for`() {
    unsafe mkfifo("\(folder.path)/pipe.x", 0o600)
    #expect(reason("pipe.x").contains("a pipe"))
  }

  @Test func `a link to itself is refused`() {
    unsafe symlink("loop.x", "\(folder.path)/loop.x")
    #expect(reason("loop.x").contains("leads back"))
  }

  @Test func `a pattern counts by all matches in order`() {
    write("data/b1.txt", "b")
    write("data/a1.txt", "a")
    write("data/c.csv", "c")
    let before = identity("data/*1.txt")
    #expect(before != nil)
    write("data/c.csv", "d")
    files.forget()
    #expect(identity("data/*1.txt") == before)
    #expect(identity("data/**/?1.txt") == before)
    write("data/c1.txt", "c")
    files.forget()
    #expect(identity("data/*1.txt") != before)
    #expect(identity("data/*.parquet") == nil)
  }

  @Test func `absolute texts under which nothing lies are told once`() {
    write("there.txt", "hello")
    let absent = [
      "/absent/a", "~/absent", "file:///absent/b", "/absent/a.root:Events", "/absent/*.x",
    ]
    let others = ["\(folder.path)/there.txt", "absent/a", "root://host//absent", "absent.root"]
    files.look(absent + others)
    #expect(Set(files.unseen()) == Set(absent))
    #expect(files.unseen().isEmpty)
    files.look(["/absent/c"])
    #expect(files.unseen() == ["/absent/c"])
    files.forget()
    files.look(["/absent/c"])
    #expect(files.unseen() == ["/absent/c"])
  }

  @Test func `what lies elsewhere counts as what lies here, until all is looked at anew`() {
    let other = InputFiles(memo: nil)
    write("a.txt", "hello")
    let path = "\(folder.path)/a.txt"
    let answer = other.answer(to: path)
    unsafe unlink(path)
    files.look([path])
    #expect(identity("a.txt") == nil)
    files.take([(path, answer)])
    #expect(answer.named != nil)
    #expect(identity("a.txt") == answer.named?.identity)
    files.forget()
    #expect(identity("a.txt") == nil)
  }

  @Test func `a text that comes again is the same again, be it a path, a pattern or a word`() {
    write("a.txt", "hello")
    let texts = ["a.txt", "*.txt", "none.txt", "a.txt", "*.txt", "none.txt"].map {
      "\(folder.path)/\($0)"
    }
    files.look(texts)
    let answers = InputFiles(memo: nil).answers(toNew: texts)
    for (text, answer) in zip(texts, answers) {
      #expect(files.known(text)?.named?.identity == answer.named?.identity)
    }
    #expect(answers.map { $0.named != nil } == [true, true, false, true, true, false])
  }

  private func write(_ name: String, _ text: String) {
    let path = "\(folder.path)/\(name)"
    for (index, character) in path.enumerated() where character == "/" && index > 0 {
      unsafe mkdir(String(path.prefix(index)), 0o700)
    }
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    defer { close(file) }
    var text = text
    text.withUTF8 { _ = unsafe Glibc.write(file, $0.baseAddress, $0.count) }
  }

  private func identity(_ name: String) -> Digest? {
    files.answer(to: "\(folder.path)/\(name)").named?.identity
  }

  private func reason(_ name: String) -> String {
    guard case .unidentified(let reason) = files.answer(to: "\(folder.path)/\(name)") else {
      return "none"
    }
    return reason
  }
}
