internal import CPython
internal import MartletBytes
internal import MartletInputs

/// Writes Python values canonically: equal types and values give equal bytes in every session, and
/// different ones different bytes.
///
/// What has another exact type than those of ``ValueTag`` is asked of `identify.value`.
final class ValueEncoder {
  /// What has been written.
  var bytes = GrowingBytes(minimumCapacity: 512)
  /// The fingerprints that exotic values named since this was last emptied.
  var fingerprints: [Digest] = []
  /// Whoever knows what references to other tasks mean; without one they are exotic.
  var references: (any TaskReferences)?

  /// Whether what `identify.value` raises reaches the caller as it is.
  var passesExceptions = false

  /// Whoever knows what texts name; without one they count as they are.
  var files: FilesContent?

  let types = BuiltinTypes()
  var path = ContainerPath()
  var exotic: ExoticValues
  var longContainers: [UInt: LongContainer] = [:]
  let longContainerPool = Pool()
  private var turns = Turns()

  /// An encoder that asks `identify` for what it doesn't know.
  init(identify: Object) throws(Raised) {
    files = try FilesObject.content(ofIdentify: identify)
    exotic = ExoticValues(identify: identify, files: files)
  }

  /// Forgets what mutable containers held: they may have changed since.
  func forgetContainers() {
    if !longContainers.isEmpty { longContainers.removeAll() }
  }

  /// Appends a value's encoding.
  ///
  /// `isEvaluated` says that Dask replaces references at this place by results: among a task's
  /// arguments and in Dask's own containers, not in plain ones.
  func encode(_ value: Object, isEvaluated: Bool = false) throws(EncodingFailure) {
    // A list of millions must not keep other threads from running.
    turns.step()
    let type = value.type
    if type == types.text {
      try encodeText(value)
    } else if type == types.int {
      try encodeInteger(value)
    } else if value == types.none {
      bytes.append(ValueTag.none)
    } else if type == types.float {
      encodeFloat(value)
    } else if type == types.tuple || type == types.list || type == types.dictionary {
      try encodeContainer(value, type)
    } else if type == types.bool {
      bytes.append(value == types.yes ? ValueTag.yes : ValueTag.no)
    } else if type == types.bytes {
      if try isPickle(value) {
        try exotic.append(value, to: self)
      } else {
        try encodeBytes(value, ValueTag.bytes, ValueTag.longBytes)
      }
    } else if let references, try references.encode(value, type, isEvaluated: isEvaluated) {
      return
    } else if type == types.set || type == types.frozenSet || type == types.slice {
      try encodeContainer(value, type)
    } else if type == types.byteArray {
      try encodeBytes(value, ValueTag.byteArray, ValueTag.longByteArray)
    } else if type == types.complex {
      encodeComplex(value)
    } else if value == types.ellipsis {
      bytes.append(ValueTag.ellipsis)
    } else {
      try exotic.append(value, to: self)
    }
  }
}

/// What was found of a container that is met again.
struct LongContainer {
  var digest: Digest
  /// The files that texts in it name.
  var files: [SeenFile]
}

/// Knows the objects by which one task refers to others.
protocol TaskReferences: AnyObject {
  /// Appends the encoding of a reference, a container of Dask's or a nested task.
  ///
  /// - Returns: False if the value is none of these, and nothing was appended.
  func encode(_ value: Object, _ type: TypeAddress, isEvaluated: Bool) throws(EncodingFailure)
    -> Bool

  /// The number of references met so far.
  var referenceCount: Int { get }

  /// Puts the references since `start` in another order: `groups` are their ranges.
  func reorder(from start: Int, _ groups: [Range<Int>])

  /// What tells references apart that hold nothing: the keys that they name.
  func nameReferences(_ range: Range<Int>) throws(EncodingFailure)
}
