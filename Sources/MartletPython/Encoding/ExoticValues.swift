internal import CPython
internal import MartletBytes

/// The encodings of values that Python was asked for, by address, as long as a walk lasts.
final class ExoticValues {
  private struct Answer {
    var encoding: Object
    var fingerprints: [Digest]
  }

  private let identifyValue: Object
  private let pool = Pool()
  private var answers: [UInt: Answer] = [:]

  init(identify: Object) throws(Raised) {
    identifyValue = pool.keep(try identify.attribute("value"))
  }

  /// Appends a value's encoding, as `identify.value` gives it.
  func append(_ value: Object, to encoder: ValueEncoder) throws(EncodingFailure) {
    do throws(Raised) {
      let answer = if let known = answers[value.address] { known } else { try ask(value) }
      let encoding = try unsafe answer.encoding.contentOfBytes
      encoder.bytes.append(ValueTag.exotic)
      unsafe encoder.bytes.appendField(encoding)
      encoder.fingerprints.append(contentsOf: answer.fingerprints)
    } catch { throw encoder.passesExceptions ? .raised : EncodingFailure(error) }
  }

  private func ask(_ value: Object) throws(Raised) -> Answer {
    // The value stays ours, or another could get its address.
    pool.keep(value)
    let answer = pool.keep(try identifyValue.call(with: value))
    guard answer.type == BuiltinTypes().tuple, answer.tupleCount == 2 else {
      throw Misuse(.type, "`identify.value` must return (encoding, fingerprints)").raise()
    }
    let encoding = try answer.tupleElement(0)
    _ = try unsafe encoding.contentOfBytes
    let fingerprints = try [Digest](digests: answer.tupleElement(1))
    answers[value.address] = Answer(encoding: encoding, fingerprints: fingerprints)
    return Answer(encoding: encoding, fingerprints: fingerprints)
  }
}
