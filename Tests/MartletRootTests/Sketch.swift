/// A file with one key, made by hand.
struct Sketch {
  let bytes: [UInt8]
  /// Where the key's object lies.
  let record: Int

  init(isLarge: Bool, holdsItself: Bool) {
    let (top, list, object) = (160, 320, 480)
    func word<Value: FixedWidthInteger>(_ value: Value) -> [UInt8] {
      (0..<Value.bitWidth / 8).reversed().map { UInt8(truncatingIfNeeded: value >> ($0 * 8)) }
    }
    func place(_ value: Int) -> [UInt8] { isLarge ? word(Int64(value)) : word(Int32(value)) }
    func key(_ kind: String, at offset: Int, content: Int) -> [UInt8] {
      let names = [UInt8(kind.utf8.count)] + Array(kind.utf8) + [1, 0x61, 0]
      let head = 4 + 2 + 4 + 4 + 2 + 2 + 2 * (isLarge ? 8 : 4) + names.count
      return word(Int32(head + content)) + word(Int16(isLarge ? 1004 : 4)) + word(Int32(content))
        + word(Int32(0)) + word(Int16(head)) + word(Int16(1)) + place(offset) + place(top) + names
    }
    let kind = holdsItself ? "TDirectory" : "TTree"
    // A key whose head ends where the top directory begins.
    let inner = key(
      kind, at: holdsItself ? top - key(kind, at: 0, content: 60).count : object, content: 60)
    let own = key("TFile", at: list, content: 4 + inner.count)
    let keys = own + word(Int32(1)) + inner
    var bytes = Array("root".utf8) + word(Int32(isLarge ? 1_062_206 : 62_206)) + word(Int32(100))
    bytes += place(640) + place(0) + word(Int32(0)) + word(Int32(0)) + word(Int32(60))
    bytes += [isLarge ? 8 : 4] + word(Int32(0)) + place(0) + word(Int32(0)) + word(Int16(1))
    bytes += [UInt8](1...16)
    func put(_ part: [UInt8], at offset: Int) {
      bytes += [UInt8](repeating: 0, count: offset - bytes.count) + part
    }
    put(
      word(Int16(isLarge ? 1005 : 5)) + word(Int64(0)) + word(Int32(keys.count)) + word(Int32(60))
        + place(100) + place(0) + place(list), at: top)
    put(keys, at: list)
    put(inner + [UInt8](repeating: 7, count: 100), at: object)
    put([], at: 640)
    self.bytes = bytes
    record = object + inner.count
  }
}
