import Testing

@testable import MartletBytes

@Suite struct CanonicalEncoding {
  @Test func `an encoding is the domain and each field, length first`() {
    var encoder = CanonicalEncoder(domain: "martlet.test.v1")
    encoder.append("ab")
    encoder.append(UInt64(258))
    encoder.append("")
    let bytes = unsafe encoder.withUnsafeBytes { unsafe Array($0) }
    let domain = [15] + Array("martlet.test.v1".utf8)
    #expect(bytes == domain + [2, 97, 98, 8, 2, 1, 0, 0, 0, 0, 0, 0, 0])
  }

  // Keys are made this way: if this digest changes, every store is lost, and the version must change.
  // python: hashlib.sha256(b"\x0fmartlet.test.v1\x02ab\x08\x02\x01" + bytes(6) + b"\x20" + bytes(32))
  @Test func `the digest of an encoding is pinned`() {
    var encoder = CanonicalEncoder(domain: "martlet.test.v1")
    encoder.append("ab")
    encoder.append(UInt64(258))
    encoder.append(Digest())
    let hex = encoder.digest().hex
    #expect(hex == "367567cc987b216737438e357436d946382b798a2731161f248320d6d75a047e")
  }

  @Test(arguments: [0, 1, 127, 128, 129, 16_383, 16_384, 100_000])
  func `a field of any length is preceded by its length as LEB128`(count: Int) {
    var encoder = CanonicalEncoder(domain: "d")
    unsafe encoder.append([UInt8](repeating: 5, count: count).span.bytes)
    let bytes = unsafe encoder.withUnsafeBytes { unsafe Array($0.dropFirst(2)) }
    var length = 0
    var prefix = 0
    repeat {
      length |= Int(bytes[prefix] & 0x7F) << (7 * prefix)
      prefix += 1
    } while bytes[prefix - 1] & 0x80 != 0
    #expect(length == count && bytes.count == prefix + count)
  }

  @Test func `a reset encoder gives the digests of a new one`() {
    var reused = CanonicalEncoder(domain: "martlet.test.v1")
    reused.append("something else")
    reused.reset()
    reused.append("x")
    var new = CanonicalEncoder(domain: "martlet.test.v1")
    new.append("x")
    let (first, second) = (reused.digest(), new.digest())
    #expect(first == second)
  }

  @Test func `sorted digests count once and in one order`() throws {
    let one = try #require(Digest(hex: String(repeating: "1f", count: 32)))
    let two = try #require(Digest(hex: String(repeating: "a2", count: 32)))
    func digest(_ digests: [Digest]) -> Digest {
      var encoder = CanonicalEncoder(domain: "martlet.test.v1")
      encoder.append(sorted: digests)
      return encoder.digest()
    }
    let expected = digest([one, two])
    #expect(digest([two, one, two]) == expected && digest([one]) != expected)
  }

  @Test func `fields that join to the same text differ`() {
    func digest(_ fields: [String]) -> Digest {
      var encoder = CanonicalEncoder(domain: "martlet.test.v1")
      for field in fields { encoder.append(field) }
      return encoder.digest()
    }
    #expect(digest(["ab", "c"]) != digest(["a", "bc"]))
    #expect(digest(["abc"]) != digest(["abc", ""]))
  }
}
