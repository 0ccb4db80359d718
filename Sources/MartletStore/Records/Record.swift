public import MartletBytes

/// What is kept of a step beside its result: under which keys, what it was, what it cost.
///
/// In a file it is one line of JSON, written and read by `RecordLine`.
public struct Record: Sendable, Equatable {
  /// Where a result's bytes are.
  public enum Place: String, Sendable {
    /// After the record's line.
    case inline
    /// In an object of its own.
    case object
    /// Nowhere: the digest and the cost are all that is kept.
    case nowhere
  }

  /// The step key; nothing for a result that is known by content only.
  public var step: Digest?
  /// The content key; nothing for a step without inputs.
  public var contentKey: Digest?
  /// The shape, under which the record tells that there are content keys of this shape.
  public var shape: Digest?
  /// The content digest of the result.
  public var content = Digest()
  /// The digest of the result's bytes.
  public var object = Digest()
  /// The name of the step's function.
  public var label = ""
  /// Seconds that the step took.
  public var seconds = 0.0
  /// Seconds to have it again, inputs that are not kept included.
  public var again = 0.0
  /// Bytes of the result: the pickle and its buffers.
  public var byteCount = 0
  /// Bytes of the payload as it lies in the file.
  public var payloadByteCount = 0
  /// Where the payload is.
  public var place = Place.nowhere
  /// When it was made, in seconds since 1970.
  public var created = 0
  /// Where it comes from: Python, host, process.
  public var provenance = ""
  /// A place for a signature over keys, content digest and format; empty in this version.
  public var signature = ""

  /// A record without keys.
  public init() {}

  /// Whether the record says that it may be found under a key.
  public func answers(to key: Digest) -> Bool {
    key == step || key == contentKey || key == shape
  }

  /// The keys that lead to a result; the shape does not.
  public var keys: [Digest] { [step, contentKey].compactMap { $0 } }
}
