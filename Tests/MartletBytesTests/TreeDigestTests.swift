import Testing

@testable import MartletBytes

@Suite struct TreeDigests {
  static let paths: [SHA256.Paths] = [
    .portable, [.portable, .shaInstructions], [.portable, .sixteenLanes], .best,
  ]

  /// 65 537 bytes, again and again, so that no two leaves are equal.
  static let message: [UInt8] = {
    let block = (0..<65_537).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ $0 >> 8) }
    var message: [UInt8] = []
    while message.count < 19 << 20 { message += block }
    return message
  }()

  // By hashlib and sha256sum: Fixtures/tree_digests.py.
  static let table: [(byteCount: Int, hex: String)] = [
    (
      0,
      "203caa10007297ef6f6fdbb0c83781078d7b0431d459b8c085b1f70f97c0c013"
    ),
    (
      1,
      "3740b4f9c51fc829389d055bc0fc758a16482114b3ebce88968f464138364e00"
    ),
    (
      55,
      "30b782b485745ba3d7245b87d8601e2e92d01d85eb1d92a8169175cbd0b12e7a"
    ),
    (
      56,
      "b47dcff333254bcec83760e2112c48ad21968537b4c5930ac16e30352109f329"
    ),
    (
      63,
      "89995e39586d4cb2ee2942092371ea83840757de8e9def97d2ae04216d4210da"
    ),
    (
      64,
      "04b106f559135c315956f00bc724fa4c86a6241afb4a6e1fc28cf142dd5f6fec"
    ),
    (
      65,
      "10da2f1ad9b005ad546e3f6fcc0793c87fe4dd54ec8fa63f6a973425e6d98858"
    ),
    (
      119,
      "a599170f57508f068f85e0e5735920ac46b89d2b17db1005ebb6d8981c2e9000"
    ),
    (
      128,
      "c850e36616be6c07978feb6664a9b79585346d7ea0ca6ff96c8624e38308293d"
    ),
    (
      1048575,
      "9ac29966343986c8caf326e7d58f2b6797d025eb3967127877500ad94a0de076"
    ),
    (
      1048576,
      "0526d69f1d5e940da0515ee3b3bb692f02966bf380152342376c77dfd61c47bd"
    ),
    (
      1048577,
      "6b4a320d4e73585f55b31b0335e7395b152dbbfe14b88b85b649acf7d0d439c7"
    ),
    (
      2097152,
      "b690cc611b6683e884ab9135075da6be9a28a88425927e8dd002650733319133"
    ),
    (
      3145805,
      "e65c1632523c25701ebfdf4e0e977a0e53974154d491a8dc86cc96cb08273060"
    ),
    (
      7340032,
      "6c81abd1b247fe5b94a8c82e97a092f6f1170cf8474611a024fba21c5b647fa0"
    ),
    (
      8388608,
      "c1ec3a16a6c586d2d2e8fcb5de7cbf6cafcdd48638e5742e3b40bfb5f454f5a9"
    ),
    (
      9437185,
      "f804427fb598cad5ef847956ce8d57f8f0a7db5baaae1fd4f0b8bddf06ade42d"
    ),
    (
      15728640,
      "6c87cb240056b68a61056be1e68bd62afa99252a6b929c8d5b6ac5d099b55463"
    ),
    (
      16777216,
      "6112be13912e007e169aec50b6fa42d35c24ec36f151491850899fd2604535f1"
    ),
    (
      17825791,
      "3b0c558c21e77072c72b798023f50cb7094a55e8632eec7d03c2028c081059e1"
    ),
    (
      18874432,
      "dfff8aa5f22a44e8d9b3e323a7f24e529e31048c7f8fe89e1619de58791d5f95"
    ),
  ]

  @Test(arguments: paths, table)
  func `a tree digest is that of two other implementations, whichever code runs`(
    paths: SHA256.Paths, row: (byteCount: Int, hex: String)
  ) {
    let digest = unsafe Self.message.withUnsafeBytes { bytes in
      let leaves = unsafe LeafDigests.of(
        UnsafeRawBufferPointer(rebasing: bytes[..<row.byteCount]), paths: paths)
      return TreeDigest.root(byteCount: row.byteCount, leaves: leaves)
    }
    #expect(digest.hex == row.hex)
  }

  @Test func `this machine's own code is tested too`() {
    #expect(SHA256.Paths.supported.contains(.portable))
  }
}
