import Testing

@testable import MartletBytes

@Suite struct SHA256Digests {
  static let paths: [SHA256.Paths] = [.portable, [.portable, .shaInstructions]]

  struct Vector: CustomTestStringConvertible, Sendable {
    let part: String
    var repetitions = 1
    let hex: String
    var testDescription: String { "\(repetitions) x \(part.prefix(20).debugDescription)" }
  }

  // NIST, "Examples with Intermediate Values", SHA-256; FIPS 180-2, appendix B.
  static let vectors: [Vector] = [
    Vector(part: "", hex: "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    Vector(part: "abc", hex: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    Vector(
      part: "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      hex: "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"),
    Vector(
      part: "abcdefghbcdefghicdefghijdefghijkefghijklfghijklmghijklmn"
        + "hijklmnoijklmnopjklmnopqklmnopqrlmnopqrsmnopqrstnopqrstu",
      hex: "cf5b16a778af8380036ce59e7b0492370b249b11e8f07a51afac45037afee9d1"),
    Vector(
      part: "a", repetitions: 1_000_000,
      hex: "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"),
  ]

  @Test(arguments: paths, vectors)
  func `the standard's examples have the standard's digests`(paths: SHA256.Paths, vector: Vector) {
    let message = Array(String(repeating: vector.part, count: vector.repetitions).utf8)
    let digest = unsafe message.withUnsafeBytes { unsafe SHA256.hash($0, paths: paths) }
    #expect(digest.hex == vector.hex)
  }

  @Test(arguments: paths)
  func `a stream in any pieces has the digest of the whole`(paths: SHA256.Paths) {
    let message = (0..<400).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    unsafe message.withUnsafeBytes { bytes in
      let whole = unsafe SHA256.hash(bytes)
      for first in 0...200 {
        var stream = SHA256(paths: paths)
        unsafe stream.update(UnsafeRawBufferPointer(rebasing: bytes[..<first]))
        unsafe stream.update(UnsafeRawBufferPointer(rebasing: bytes[first...]))
        let digest = stream.finalize()
        #expect(digest == whole, "cut at \(first)")
      }
    }
  }
}
