internal import CPython
internal import MartletBytes

extension ValueEncoder {
  func encodeFloat(_ value: Object) {
    bytes.append(ValueTag.float)
    append(unsafe PyFloat_AsDouble(value.pointer).bitPattern)
  }

  func encodeComplex(_ value: Object) {
    bytes.append(ValueTag.complex)
    append(unsafe PyComplex_RealAsDouble(value.pointer).bitPattern)
    append(unsafe PyComplex_ImagAsDouble(value.pointer).bitPattern)
  }

  func encodeInteger(_ value: Object) throws(EncodingFailure) {
    do throws(Raised) {
      if let integer = try value.integer {
        bytes.append(ValueTag.integer)
        append(UInt64(bitPattern: integer))
      } else {
        try encodeLargeInteger(value)
      }
    } catch { throw EncodingFailure(error) }
  }

  // The limited API has no way to an integer's digits but Python's own method.
  private func encodeLargeInteger(_ value: Object) throws(Raised) {
    let bitLength = try value.attribute("bit_length")
    let bitCount = try bitLength.object.call()
    let byteCount = try Owned(Int(try bitCount.object.integer ?? 0) / 8 + 1)
    let order = try Owned(text: "little")
    let named = try Owned.dictionary()
    try named.object.setItem("signed", Owned(true))
    var arguments = try TupleBuilder(count: 2)
    try arguments.append(byteCount)
    try arguments.append(order)
    let tuple = arguments.finish()
    let toBytes = try value.attribute("to_bytes")
    let digits = try toBytes.object.call(tuple.object, named.object)
    bytes.append(ValueTag.largeInteger)
    unsafe bytes.appendField(try digits.object.contentOfBytes)
  }

  func encodeText(_ value: Object) throws(EncodingFailure) {
    var count = 0
    // Text beyond ASCII keeps the UTF-8 copy that this makes; long text is encoded apart instead.
    if unsafe PyUnicode_GetLength(value.pointer) <= EncodingLimit.fieldByteCount / 4,
      let utf8 = unsafe PyUnicode_AsUTF8AndSize(value.pointer, &count)
    {
      let text = unsafe UnsafeRawBufferPointer(start: utf8, count: count)
      if try unsafe encodeFiles(named: text) { return }
      bytes.append(ValueTag.text)
      unsafe bytes.appendField(text)
      return
    }
    // A lone surrogate has raised: it has no UTF-8, but passes as three bytes that nothing else gives.
    Raised.clear()
    try refuseFiles(namedBeyondUnicode: value)
    do throws(Raised) {
      let encoded = try unsafe Owned(
        PyUnicode_AsEncodedString(value.pointer, "utf-8", "surrogatepass"))
      unsafe appendField(try encoded.object.contentOfBytes, ValueTag.text, ValueTag.longText)
    } catch { throw EncodingFailure(error) }
  }

  func encodeBytes(_ value: Object, _ tag: UInt8, _ longTag: UInt8) throws(EncodingFailure) {
    do throws(Raised) {
      let view = try BufferView(value)
      unsafe appendField(view.bytes, tag, longTag)
    } catch { throw EncodingFailure(error) }
  }

  /// Whether `bytes` begin and end as a pickle does, of protocol 2 to 5: then they may name code.
  func isPickle(_ value: Object) throws(EncodingFailure) -> Bool {
    do throws(Raised) {
      let content = unsafe try value.contentOfBytes
      guard content.count > 3 else { return false }
      return unsafe content[0] == 0x80 && (2...5).contains(content[1])
        && content[content.count - 1] == UInt8(ascii: ".")
    } catch { throw EncodingFailure(error) }
  }

  private func appendField(_ field: UnsafeRawBufferPointer, _ tag: UInt8, _ longTag: UInt8) {
    if field.count <= EncodingLimit.fieldByteCount {
      bytes.append(tag)
      unsafe bytes.appendField(field)
    } else {
      bytes.append(longTag)
      bytes.append(byteCount: field.count)
      append(unsafe bulkDigest(field))
    }
  }

  func append(_ word: UInt64) {
    unsafe withUnsafeBytes(of: word.littleEndian) { unsafe bytes.append($0) }
  }

  func append(_ digest: Digest) {
    unsafe digest.withUnsafeBytes { unsafe bytes.append($0) }
  }
}

/// The tree digest of bytes that their owner keeps, without the GIL if it takes long.
func bulkDigest(_ bytes: UnsafeRawBufferPointer) -> Digest {
  if bytes.count < 1 << 18 { return unsafe TreeDigest.hash(bytes) }
  return Lock.released { unsafe TreeDigest.hash(bytes) }
}
