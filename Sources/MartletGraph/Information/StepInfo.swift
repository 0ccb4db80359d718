public import MartletBytes

/// What a worker is told of a step, beside its function and arguments.
///
/// ```text
/// token        12   whose submission it is
/// flags         2   StepInfo.Flags
/// step key     32
/// shape        32
/// check count   2
/// checks       32 each: fingerprints to be verified before the result may be kept
/// input count   4
/// inputs            see InputContent
/// ```
///
/// Integers are little-endian.
public struct StepInfo: Hashable, Sendable {
  /// Whose submission it is.
  public var token: [UInt8]
  /// How the step is to be treated.
  public var flags: Flags
  /// The key under which the result is kept.
  public var stepKey: Digest
  /// The hash of the step's template.
  public var shape: Digest
  /// The fingerprints to be verified before the result may be kept.
  public var checks: [Digest]
  /// How to come by the inputs' content digests, in the order of the template's holes.
  public var inputs: [InputContent]

  /// How a step is to be treated on the worker.
  public struct Flags: OptionSet, Hashable, Sendable {
    /// The bits.
    public let rawValue: UInt16
    /// Flags from their bits.
    public init(rawValue: UInt16) { self.rawValue = rawValue }
    /// Look under the content key before running.
    public static let mayCutOff = Flags(rawValue: 1)
    /// The step key is of this run only: never kept under it.
    public static let ephemeral = Flags(rawValue: 2)
    /// Keep it whatever it costs: marked, or an output.
    public static let always = Flags(rawValue: 4)
    /// Don't keep it.
    public static let never = Flags(rawValue: 8)
    /// The inputs are not told: no content key can be made.
    public static let noContent = Flags(rawValue: 16)
    /// Another run may give another result: don't keep it.
    public static let impure = Flags(rawValue: 32)
    /// Records under its keys may be out of date: write anew what is there.
    public static let refresh = Flags(rawValue: 64)
    /// Compute it to compare with what is kept.
    public static let check = Flags(rawValue: 128)
  }

  /// The size of a token in bytes.
  public static let tokenByteCount = 12
}

/// How a worker comes by the content digest of one input.
///
/// ```text
/// 0, key 32, hash 8                   a step: looked up under its step key, else its value is looked at
/// 1, digest 32                        a literal: this is its content digest
/// 2, shape 32, count 4, inputs...     bookkeeping: derived from its inputs' contents
/// ```
public indirect enum InputContent: Hashable, Sendable {
  /// A step's, to be looked up under its step key.
  ///
  /// Where that tells nothing, its value does, which the worker finds by a hash of its Dask key;
  /// with 0 it does not look.
  case step(Digest, keyHash: UInt64)
  /// A literal's content digest itself.
  case literal(Digest)
  /// A bookkeeping task's: see ``derivedContent(shape:inputs:)``.
  case derived(shape: Digest, inputs: [InputContent])

  /// More levels are neither written nor read: whoever follows them may recurse.
  static let depthLimit = 64
  /// More inputs, those of bookkeeping tasks included, are not told.
  static let countLimit = 10_000
}
