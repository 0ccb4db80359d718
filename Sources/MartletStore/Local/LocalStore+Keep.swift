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
    let name = names.next()
    let file = try files.create(name)
    defer { close(file) }
    do throws(StoreError) {
      var written = layout.byteCount
      if record.place == .object {
        record.object = try unsafe files.writeObject(layout, sections, to: file)
        try place(object: name, of: record)
        record.content = classes.map { Self.content(record.object, $0) } ?? record.content
        written += try write(record, overwrite: overwrite)
      } else {
        let payload = unsafe InlinePayload(layout, sections)
        record.object = payload.digest
        record.content = classes.map { Self.content(record.object, $0) } ?? record.content
        let line = RecordLine.encode(stamped(record))
        try files.write(line + payload.bytes, to: file)
        try publish(name, as: record, overwrite: overwrite)
        written += line.count
      }
      return (record, written)
    } catch {
      files.remove(name)
      throw error
    }
  }

  /// Notes what a result is without keeping it: digest and cost.
  ///
  /// What is kept already stays.
  public func note(_ record: Record) throws(StoreError) {
    if let first = record.keys.first, find([first])[0] != nil { return }
    var record = record
    record.place = .nowhere
    record.payloadByteCount = 0
    _ = try write(record, overwrite: false)
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
      _ = try write(record, overwrite: false)
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

  private func write(_ record: Record, overwrite: Bool) throws(StoreError) -> Int {
    let line = RecordLine.encode(stamped(record))
    let name = names.next()
    let file = try files.create(name)
    defer { close(file) }
    do throws(StoreError) {
      try files.write(line, to: file)
      try publish(name, as: record, overwrite: overwrite)
    } catch {
      files.remove(name)
      throw error
    }
    return line.count
  }

  private func stamped(_ record: Record) -> Record {
    var record = record
    record.created = time(nil)
    return record
  }

  private func place(object name: String, of record: Record) throws(StoreError) {
    unsafe fchmodat(files.folder, name, 0o444, 0)  // the store's folder says who comes this far
    try files.rename(name, to: FilePath.object(record.object))
  }

  /// Puts a written record under its keys, and under its shape as a marker.
  ///
  /// Its first key comes last: until then the file has a name that no other writer touches.
  private func publish(_ name: String, as record: Record, overwrite: Bool) throws(StoreError) {
    guard let first = record.keys.first else { return }
    for key in record.keys.dropFirst() {
      let path = FilePath.record(key)
      if overwrite { files.remove(path) }
      if try !files.link(name, to: path), record.place != .nowhere,
        find([key])[0]?.hasObject != true
      {
        // What is there is damaged, or a note only.
        files.remove(path)
        try files.link(name, to: path)
      }
    }
    if let shape = record.shape, record.contentKey != nil,
      markers.withLock({ $0.count < 100_000 && $0.insert(shape).inserted })
    {
      try files.link(name, to: FilePath.record(shape))
    }
    try files.rename(name, to: FilePath.record(first))
  }
}
