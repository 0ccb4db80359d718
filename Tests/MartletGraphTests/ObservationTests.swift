import MartletBytes
import MartletGraph
import Testing

@Suite struct ObservationsInKeys {
  private static let now = contentKey(shape: Digest(), inputs: [])
  private static let later = contentKey(shape: now, inputs: [])

  /// The identities of the talk's tasks, if something was seen of `a` under each of the digests in turn.
  private func keys(_ files: Digest...) throws -> [String: TaskIdentity] {
    var observed: [Digest: Observation] = [:]
    var key = try #require(try Sketch.talk.keys()["a"]).key
    for digest in files {
      observed[key] = .files(digest)
      key = openedKey(key, files: digest)
    }
    return try Sketch.talk.keys(observed: observed)
  }

  @Test func `files that were seen count in a step's key and in those of its users`() throws {
    let (plain, seen, other) = try (keys(), keys(Self.now), keys(Self.later))
    for name in ["a", "b", "y"] {
      #expect(Set([plain[name], seen[name], other[name]]).count == 3)
    }
    for name in ["x", "c", "d"] { #expect(plain[name] == seen[name]) }
    #expect(seen["a"]?.key == openedKey(plain["a"]!.key, files: Self.now))
  }

  @Test func `under a key that counts files more may have been seen`() throws {
    let twice = try keys(Self.now, Self.later)
    let once = try keys(Self.now)
    #expect(twice["a"]?.key == openedKey(once["a"]!.key, files: Self.later))
  }

  @Test func `the keys under which something was seen are told`() throws {
    let plain = try Sketch.talk.keys()["a"]!.key
    let graph = try Sketch.talk.graph()
    let keys = try graph.keys(nonce: RawSpan(), observed: [plain: .files(Self.now)])
    #expect(keys.observedKeys(of: 1) == [plain] && keys.observedKeys(of: 2).isEmpty)
  }

  @Test func `a step that was seen to write has a key of its own in every run`() throws {
    let plain = try Sketch.talk.keys()["a"]!.key
    let first = try Sketch.talk.keys(nonce: [1], observed: [plain: .writes])
    let second = try Sketch.talk.keys(nonce: [2], observed: [plain: .writes])
    for name in ["a", "b", "y"] {
      #expect(first[name] != second[name] && first[name]?.flags == .ephemeral)
    }
    #expect(first["d"] == second["d"])
  }

  // Computed with Python's hashlib.
  @Test func `the key that counts files stays as it is`() {
    let (key, files) = (String(repeating: "01", count: 32), String(repeating: "02", count: 32))
    #expect(
      openedKey(Digest(hex: key)!, files: Digest(hex: files)!).hex
        == "9c18cdac214f399d9280e024e12023e7c7de8c87da48470fe6efb46475e1c1fe")
  }
}
