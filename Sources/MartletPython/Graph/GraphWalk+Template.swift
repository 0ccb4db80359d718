internal import CPython
internal import MartletBytes
internal import MartletGraph

extension GraphWalk {
  /// Appends the encoding of a function applied to arguments.
  ///
  /// ```text
  /// *  field: the callable's encoding  count, arguments  count, names and arguments in their order
  /// ```
  ///
  /// `note` takes where each argument lies, for explanations.
  func encodeApplication(
    _ found: IdentifiedFunction, _ arguments: Object, _ named: Object,
    note: ((_ title: ArgumentTitle, _ start: Int, _ end: Int) -> Void)?
  ) throws(EncodingFailure) {
    encoder.bytes.append(ValueTag.call)
    do { unsafe encoder.bytes.appendField(try found.encoding.contentOfBytes) } catch {
      throw EncodingFailure(error)
    }
    let count = arguments.tupleCount
    encoder.bytes.append(byteCount: count)
    for index in 0..<count {
      let start = encoder.bytes.count
      if try ignores(found, index) {
        encoder.bytes.append(ValueTag.uncounted)
      } else {
        try encoder.encode(encoder.element(arguments, index), isEvaluated: true)
      }
      note?(.position(index), start, encoder.bytes.count)
    }
    encoder.bytes.append(byteCount: named.dictionaryCount)
    var position = 0
    while let (name, value) = named.nextEntry(&position) {
      pool.keep(name)
      pool.keep(value)
      try encoder.encode(name: name)
      let start = encoder.bytes.count
      if try ignores(found, name) {
        encoder.bytes.append(ValueTag.uncounted)
      } else {
        try encoder.encode(value, isEvaluated: true)
      }
      note?(.name(name), start, encoder.bytes.count)
    }
  }

  /// By what an argument is named.
  enum ArgumentTitle {
    case position(Int)
    case name(Object)
  }

  private func ignores(
    _ found: IdentifiedFunction, _ index: Int
  ) throws(EncodingFailure) -> Bool {
    if found.ignoresNothing { return false }
    do {
      let number = try Owned(index)
      return try found.ignores(number.object)
    } catch { throw EncodingFailure(error) }
  }

  private func ignores(
    _ found: IdentifiedFunction, _ name: Object
  ) throws(EncodingFailure) -> Bool {
    if found.ignoresNothing { return false }
    do { return try found.ignores(name) } catch { throw EncodingFailure(error) }
  }
}
