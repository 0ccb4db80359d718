internal import CPython
internal import MartletBytes
internal import MartletInputs

/// The encodings of values that Python was asked for, by address, as long as a walk lasts.
final class ExoticValues {
  private struct Answer {
    var encoding: Object
    var fingerprints: [Digest]
    /// The files that texts in it name.
    var files: [SeenFile]
  }

  private let identify: Object
  private let uses: FileUses?
  private let pool = Pool()
  private var answers: [UInt: Answer] = [:]

  init(identify: Object, files: FilesContent?) {
    uses = files?.uses
    self.identify = identify
    pool.keep(identify)
  }

  /// Appends a value's encoding, as `identify.value` gives it.
  func append(_ value: Object, to encoder: ValueEncoder) throws(EncodingFailure) {
    do throws(Raised) {
      let answer: Answer
      if let known = answers[value.address] {
        answer = known
        uses?.add(known.files)
      } else {
        answer = try ask(value)
      }
      let encoding = try unsafe answer.encoding.contentOfBytes
      encoder.bytes.append(ValueTag.exotic)
      unsafe encoder.bytes.appendField(encoding)
      encoder.fingerprints.append(contentsOf: answer.fingerprints)
    } catch { throw encoder.passesExceptions ? .raised : EncodingFailure(error) }
  }

  private func ask(_ value: Object) throws(Raised) -> Answer {
    // The value stays ours, or another could get its address.
    pool.keep(value)
    let firstUse = uses?.mark ?? 0
    // Ours until the call is over: it may be the only reference there is.
    let method = try identify.attribute("value")
    let answer = pool.keep(try method.object.call(with: value))
    guard answer.type == BuiltinTypes().tuple, answer.tupleCount == 2 else {
      throw Misuse(.type, "`identify.value` must return (encoding, fingerprints)").raise()
    }
    let encoding = try answer.tupleElement(0)
    _ = try unsafe encoding.contentOfBytes
    let fingerprints = try [Digest](digests: answer.tupleElement(1))
    let files = uses?.since(firstUse) ?? []
    let found = Answer(encoding: encoding, fingerprints: fingerprints, files: files)
    answers[value.address] = found
    return found
  }
}
