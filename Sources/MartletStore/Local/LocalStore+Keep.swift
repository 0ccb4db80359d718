internal import Glibc
public import MartletBytes
internal import Synchronization

/// Payloads up to this many bytes lie in the record itself.
let largestInlineByteCount = 64 * 1024

extension LocalStore {
  /// Keeps a result.
  ///
  /// - Parameters:
  ///   - record: Its keys, label, cost and provenance; digests and sizes are filled in. Its content
  ///     digest stands unless `classes` is given.
  ///   - sections: The pickle stream, then the out-of-band buffers.
  ///   - classes: Fingerprints of the user's code that the pickle names, in ascending order: with the
  ///     bytes they make the content digest.
  ///   - overwrite: Whether to replace what is under the keys.
  /// - Returns: The record as it was written, and the bytes written.
  /// - Throws: ``StoreError`` if it can't be written; then nothing was.
  public func keep(
    _ record: Record, sections: [UnsafeRawBufferPointer], classes: [Digest]?,
    overwrite: Bool = false
  ) throws(StoreError) -> (record: Record, written: Int) {
    try checkSpace()
    var record = record
    let layout = unsafe ObjectLayout(byteCounts: sections.map(\.count))
    record.byteCount = layout.contentByteCount
    record.payloadByteCount = layout.byteCount
    record.place = layout.byteCount <= largestInlineByteCount ? .inline : .object
    if record.place == .object {
      record.object = try unsafe place(layout, sections)
    } else {
      record.object = ObjectDigest.of(unsafe sections.map { unsafe TreeDigest.hash($0) })
    }
    record.content = classes.map { Self.content(record.object, $0) } ?? record.content
    var bytes = RecordLine.encode(stamped(record))
    var written = bytes.count + layout.byteCount
    if record.place == .inline {
      unsafe bytes.append(layout, sections, digest: record.object)
      written = bytes.count
    }
    try write(bytes, as: record, overwrite: overwrite)
    return (record, written)
  }

  /// Notes what a result is without keeping it: digest and cost.
  ///
  /// What is kept already stays.
  public func note(_ record: Record) throws(StoreError) {
    if let first = record.keys.first, find([first])[0] != nil { return }
    var record = record
    record.place = .nowhere
    record.payloadByteCount = 0
    try write(RecordLine.encode(stamped(record)), as: record, overwrite: false)
  }

  /// Gives a kept result one more step key, after a cut-off.
  ///
  /// Does nothing if it is gone.
  public func adopt(
    _ existing: Digest, step: Digest, label: String
  ) throws(StoreError) {
    guard var record = record(under: existing) else { return }
    record.step = step
    record.label = label
    if record.place == .inline {
      guard let loaded = load(existing) else { return }
      let sections = [loaded.stream] + loaded.buffers
      let parts = unsafe sections.map {
        unsafe UnsafeRawBufferPointer(rebasing: loaded.memory.readable[$0])
      }
      _ = try unsafe keep(record, sections: parts, classes: nil)
    } else {
      try write(RecordLine.encode(stamped(record)), as: record, overwrite: false)
    }
  }

  /// The content digest of an object and of the code that its pickle names.
  public static func content(_ object: Digest, _ classes: [Digest]) -> Digest {
    var encoder = CanonicalEncoder(domain: "martlet.value.v1")
    encoder.append(object)
    encoder.append(sorted: classes)
    return encoder.digest()
  }

  /// The content digest of a result that is not kept.
  public static func content(
    ofSections sections: [UnsafeRawBufferPointer], classes: [Digest]
  ) -> Digest {
    content(unsafe ObjectDigest.of(sections.map { unsafe TreeDigest.hash($0) }), classes)
  }

  private func stamped(_ record: Record) -> Record {
    var record = record
    record.created = time(nil)
    return record
  }

  /// Writes an object; its digest.
  private func place(
    _ layout: ObjectLayout, _ sections: [UnsafeRawBufferPointer]
  ) throws(StoreError) -> Digest {
    try files.tryingNames { () throws(StoreError) in
      let file = try files.makeFile(names)
      do throws(StoreError) {
        let digest = try unsafe files.writeObject(layout, sections, to: file.descriptor)
        fchmod(file.descriptor, 0o444)  // the store's folder says who comes this far
        try files.put(file, at: FilePath.object(digest), names)
        return digest
      } catch {
        files.discard(file)
        throw error
      }
    }
  }

  private func write(
    _ bytes: borrowing GrowingBytes, as record: Record, overwrite: Bool
  ) throws(StoreError) {
    // What is borrowed can't be captured.
    let content = unsafe bytes.storage
    try files.tryingNames { () throws(StoreError) in
      let file = try files.makeFile(names)
      do throws(StoreError) {
        try unsafe files.write(content, to: file.descriptor, at: 0)
        try publish(file, as: record, overwrite: overwrite)
      } catch {
        files.discard(file)
        throw error
      }
    }
  }

  /// Puts a written record under its keys, and under its shape as a marker.
  ///
  /// Its first key comes last: where that is there, the others are. What is damaged gives way, and a
  /// note to a result; a note itself takes no result's place.
  private func publish(
    _ file: borrowing NewFile, as record: Record, overwrite: Bool
  ) throws(StoreError) {
    guard let first = record.keys.first else { return files.discard(file) }
    for key in record.keys.dropFirst() {
      let path = FilePath.record(key)
      if try !files.link(file, to: path), overwrite || isWanting(key, than: record) {
        try files.replace(path, by: file, names)
      }
    }
    if let shape = record.shape, record.contentKey != nil,
      markers.withLock({ $0.count < 100_000 && $0.insert(shape).inserted })
    {
      _ = try files.link(file, to: FilePath.record(shape))
    }
    let path = FilePath.record(first)
    if record.place == .nowhere {
      if try files.link(file, to: path) || !isWanting(first, than: record) {
        return files.discard(file)
      }
    }
    try files.put(file, at: path, names)
  }

  /// Whether what is under a key is less than a record that is to be there.
  private func isWanting(_ key: Digest, than record: Record) -> Bool {
    guard let found = find([key])[0] else { return true }
    return record.place != .nowhere && !found.hasObject
  }
}
