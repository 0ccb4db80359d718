import MartletBytes
import MartletGraph
import Testing

/// Keys are on disk.
///
/// If one of these changes, old stores are not found again, so its domain needs a
/// new version. The values were computed with Python's hashlib.
@Suite struct KeyFormat {
  @Test(arguments: [
    ("x", "0a167d7b6036d93a42509350f6ea66f36f02f0572f46ef59a753f33bd49b9806"),
    ("s", "0bc69f5dbb6ba2b5ed9f502758dbf3fde75295d1101b94438517710062e505ff"),
    ("b", "bbd3ea0521fe0d32624497d68fd0d74b8fb907deda56325d18d8ccddddfe8a47"),
    ("r", "bdc9508df91fbf53c10de4a7d37d4ab64873a67771dd10f2e496fc13fe0601b3"),
    ("u", "3b91235bf3127e7e767d29b88e312d3e235b254252e7a609d3cb28dc25d2a89d"),
    ("t", "879c30aa62154e0174b4894972cd1ec305ace5b9f7f719ced0370b8b9f281249"),
  ])
  func `the keys of format 1 stay as they are`(name: String, hex: String) throws {
    let sketch = Sketch("x data\ns step x\nb bookkeeping s\nr step !impure\nu unknown\nt step s r")
    #expect(try sketch.keys(nonce: [1, 2, 3])[name]?.key.hex == hex)
  }

  @Test func `the shape is the hash of the template alone`() throws {
    let keys = try Sketch.talk.graph().keys(nonce: RawSpan())
    var encoder = CanonicalEncoder(domain: "martlet.shape.v1")
    encoder.append("a")
    #expect(keys.shape(of: 1) == encoder.digest())
  }

  @Test func `the step key is the hash of the shape and the inputs' keys`() throws {
    let keys = try Sketch.talk.graph().keys(nonce: RawSpan())
    var encoder = CanonicalEncoder(domain: "martlet.step.v1")
    for digest in [keys.shape(of: 5), keys.key(of: 4), keys.key(of: 2)] { encoder.append(digest) }
    #expect(keys.key(of: 5) == encoder.digest())
  }

  @Test func `content keys and derived contents are hashes of the shape and the inputs' contents`()
  {
    let shape = Digest(hex: String(repeating: "ab", count: 32))!
    let inputs = [Digest(hex: String(repeating: "01", count: 32))!, Digest()]
    #expect(
      contentKey(shape: shape, inputs: inputs).hex
        == "cc24694449358dd3efd8bcaebb74b27b026e40bc1d9ebee0ed1856c28ab95c4b")
    #expect(
      derivedContent(shape: shape, inputs: inputs).hex
        == "929ad81d7c8a4b37200a011da9c925b7d584b8c9b6ee4f8f936ed762e2487933")
  }
}
