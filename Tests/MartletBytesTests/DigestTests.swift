import Testing

@testable import MartletBytes

@Suite struct Digests {
  static let abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"

  @Test func `a digest is read from its hexadecimal text and gives it back`() {
    #expect(Digest(hex: Self.abc)?.hex == Self.abc)
    #expect(Digest(hex: Self.abc.uppercased())?.description == Self.abc)
  }

  @Test(arguments: ["", "ba", String(abc.dropLast()), abc + "0", "g" + abc.dropFirst()])
  func `a text that is not 64 hexadecimal digits is no digest`(text: String) {
    #expect(Digest(hex: text) == nil)
  }

  @Test(arguments: [0, 31, 33])
  func `bytes that are not 32 are no digest`(count: Int) {
    let bytes = [UInt8](repeating: 1, count: count)
    let fromBuffer = unsafe bytes.withUnsafeBytes { unsafe Digest(bytes: $0) }
    #expect(fromBuffer == nil)
    let fromSpan = unsafe Digest(bytes: bytes.span.bytes)
    #expect(fromSpan == nil)
  }

  @Test func `digests are ordered as their texts`() throws {
    let texts = [Self.abc, "00" + Self.abc.dropFirst(2), String(Self.abc.dropLast()) + "e"]
    let digests = try texts.map { try #require(Digest(hex: $0)) }
    #expect(digests.sorted().map(\.hex) == texts.sorted())
  }

  @Test func `in memory a digest is its 32 bytes`() throws {
    let digest = try #require(Digest(hex: Self.abc))
    #expect(MemoryLayout<Digest>.stride == 32)
    #expect(unsafe digest.withUnsafeBytes { unsafe Array($0.prefix(3)) } == [0xba, 0x78, 0x16])
  }
}
