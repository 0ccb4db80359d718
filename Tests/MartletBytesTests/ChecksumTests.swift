import Testing

@testable import MartletBytes

@Suite struct Checksums {
  // By python-xxhash: Fixtures/checksums.py.
  @Test(
    arguments: [
      (0, 0x2D06800538D394C2),
      (1, 0xC44BDFF4074EECDB),
      (3, 0xC3489259E968AD9E),
      (4, 0xD3D60C1519014E89),
      (8, 0xB88DEE77F6BF6980),
      (9, 0x03688DCAD730D826),
      (16, 0x9DA23836ADF2BE1E),
      (17, 0xF34C3C9CF5A112D1),
      (128, 0x65F3C2C00FA93185),
      (129, 0x28065C6EC25F5B25),
      (240, 0x4917A75C0EF8EED7),
      (241, 0x541B19226F0052E8),
      (256, 0xFF5A1CEFADE75BB9),
      (1023, 0x3D31FCC1037648A4),
      (1024, 0x71BEE625238ADDB4),
      (1025, 0xD9B414F4E1BBF7AD),
      (65536, 0x9AE973F97C1F3EBA),
      (1048575, 0xB66D2D5AF659A193),
      (1048576, 0xFB78DE992A2A3D54),
    ] as [(Int, UInt64)])
  func `a checksum is XXH3 as its reference implementation has it`(
    byteCount: Int, expected: UInt64
  ) {
    let block = (0..<65_537).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    let message = Array(repeatElement(block, count: 17).joined().prefix(byteCount))
    #expect(unsafe message.withUnsafeBytes { unsafe Checksum.of($0) } == expected)
  }

  @Test func `every leaf has a checksum, and no bytes are one leaf`() {
    let message = [UInt8](repeating: 1, count: Leaves.byteCount + 1)
    let checksums = unsafe message.withUnsafeBytes { unsafe Leaves.checksums($0) }
    let last = unsafe [UInt8(1)].withUnsafeBytes { unsafe Checksum.of($0) }
    #expect(checksums.count == 2 && checksums[1] == last)
    #expect(Leaves.count(of: 0) == 1)
  }
}
