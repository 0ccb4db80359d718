import MartletBytes

/// The bytes of a record, in the folder `sessions/` of a store.
///
/// ```text
/// magic        8   "MARTSESS"
/// version      4   1
/// text count   4   each: byte count 4, UTF-8
/// functions    4   each: label 4, encoding hash 8, fingerprint count 4, fingerprints 32 each
/// tasks        4   each: key 32, shape hash 8, function 4, row 4, column 4, kind 1, action 1, flags 1,
///                        argument count 4, input count 4, arguments (title 4, hash 8), inputs (4)
/// ```
///
/// Integers are little-endian; numbers of texts, functions and tasks count from 0, and a function of -1
/// is none.
extension SessionRecord {
  static let magic: [UInt8] = Array("MARTSESS".utf8)
  static let version: UInt32 = 1

  /// The record's bytes.
  public func encoded() -> [UInt8] {
    var bytes = Self.magic
    bytes.reserveCapacity(1024 + 67 * tasks.count + 12 * arguments.count + 4 * inputs.count)
    bytes.append(integer: Self.version)
    bytes.append(integer: UInt32(clamping: texts.count))
    for text in texts {
      bytes.append(integer: UInt32(clamping: text.utf8.count))
      bytes.append(contentsOf: text.utf8)
    }
    bytes.append(integer: UInt32(clamping: functions.count))
    for function in functions {
      bytes.append(integer: function.label)
      bytes.append(integer: function.encodingHash)
      bytes.append(integer: UInt32(clamping: function.fingerprints.count))
      for fingerprint in function.fingerprints { bytes.append(fingerprint) }
    }
    bytes.append(integer: UInt32(clamping: tasks.count))
    for task in tasks { append(task, to: &bytes) }
    return bytes
  }

  private func append(_ task: RecordedTask, to bytes: inout [UInt8]) {
    bytes.append(task.key)
    bytes.append(integer: task.shapeHash)
    bytes.append(integer: task.function)
    bytes.append(integer: task.place.row)
    bytes.append(integer: task.place.column)
    bytes.append(task.kind.rawValue)
    bytes.append(task.action.rawValue)
    bytes.append(task.flags.rawValue)
    bytes.append(integer: UInt32(task.arguments.count))
    bytes.append(integer: UInt32(task.inputs.count))
    for argument in arguments[task.arguments] {
      bytes.append(integer: argument.title)
      bytes.append(integer: argument.hash)
    }
    for input in inputs[task.inputs] { bytes.append(integer: input) }
  }
}
