import Testing

@testable import MartletBytes

@Suite struct ByteCursors {
  @Test func `what is not there is nothing, and moves nothing`() {
    let bytes: [UInt8] = [1, 2, 3]
    var cursor = unsafe ByteCursor(bytes.span.bytes)
    let word = cursor.integer(UInt32.self), digest = cursor.digest()
    let long = cursor.range(4), negative = cursor.range(-1), text = cursor.skip("\u{1}\u{2}\u{4}")
    #expect(word == nil && digest == nil && long == nil && negative == nil && !text)
    let first = cursor.byte(), pair = cursor.integer(UInt16.self), end = cursor.byte()
    #expect(first == 1 && pair == 0x0302 && end == nil)
    let offset = cursor.offset, next = cursor.next
    #expect(offset == 3 && next == nil)
  }

  @Test(arguments: 0..<40) func `the next of two bytes is found wherever it stands`(place: Int) {
    for length in place..<44 {
      // Bytes that differ from what is sought in one bit, on both sides.
      var bytes = (0..<length).map { [UInt8(0x23), 0x5D, 0xA2, 0x00, 0xFF][$0 % 5] }
      if place < length { bytes[place] = length % 2 == 0 ? 0x22 : 0x5C }
      var cursor = unsafe ByteCursor(bytes.span.bytes)
      let isFound = cursor.seek(0x22, or: 0x5C), offset = cursor.offset
      #expect(isFound == (place < length) && offset == (place < length ? place : length))
    }
  }
}
