public import MartletBytes

/// Where records and objects live: a folder today, a bucket or a data lake tomorrow.
///
/// Every call takes a batch, since over a network one request for a thousand keys costs as much as one
/// for a single key. ``LocalStore`` answers the same questions without waiting as well. `MartletTesting`
/// has the rules that every store must keep.
///
/// A store never gives back bytes that it can't verify: what is damaged, missing or foreign is a miss.
public protocol Store: Sendable {
  /// The store's own name: two stores in one place at different times differ in it.
  var id: String { get }

  /// What is under each key, in the keys' order; nothing where no whole record is.
  func find(_ keys: [Digest]) async throws -> [Found?]

  /// The results under the keys, in the keys' order, verified; nothing where there is none.
  func load(_ keys: [Digest]) async throws -> [Loaded?]

  /// Keeps results under their records' keys; returns the records as they were written.
  func keep(_ results: [ResultToKeep]) async throws -> [Record]

  /// Notes results' digests and costs without keeping them; what is kept already stays.
  func note(_ records: [Record]) async throws

  /// Removes the records under the keys, with all their names; returns how many were there.
  func remove(_ keys: [Digest]) async throws -> Int

  /// All records, each once however many names it has.
  func entries() async throws -> [Entry]
}

/// A result on its way into a store.
///
/// The sections' memory must stay as it is until the store has answered.
@unsafe public struct ResultToKeep {
  /// Its keys, label, cost and provenance; the store fills in digests and sizes.
  public var record: Record
  /// The pickle stream, then the out-of-band buffers.
  public var sections: [UnsafeRawBufferPointer]
  /// Fingerprints of the user's code that the pickle names.
  public var classes: [Digest]

  /// A result to be kept.
  public init(_ record: Record, sections: [UnsafeRawBufferPointer], classes: [Digest]) {
    unsafe self.record = record
    unsafe self.sections = sections
    unsafe self.classes = classes
  }
}

extension LocalStore: Store {
  /// The results under the keys; see ``load(_:)-(Digest)``.
  public func load(_ keys: [Digest]) -> [Loaded?] { keys.map { load($0) } }

  /// Keeps results one after another; see ``keep(_:sections:classes:overwrite:)``.
  public func keep(_ results: [ResultToKeep]) throws(StoreError) -> [Record] {
    var records: [Record] = []
    for index in unsafe results.indices {
      let result = unsafe results[index]
      let kept = try unsafe keep(
        result.record, sections: result.sections, classes: result.classes)
      records.append(kept.record)
    }
    return records
  }

  /// Notes results one after another; see ``note(_:)-(Record)``.
  public func note(_ records: [Record]) throws(StoreError) {
    for record in records { try note(record) }
  }
}
