internal import CPython
internal import MartletBytes
internal import MartletInputs

extension ValueEncoder {
  /// Appends what a text names, if it names files; whether it did.
  func encodeFiles(named utf8: UnsafeRawBufferPointer) throws(EncodingFailure) -> Bool {
    guard let files, unsafe PathText.isCandidate(utf8) else { return false }
    let text = unsafe String(decoding: utf8, as: UTF8.self)
    switch try files.answer(to: text) {
    case .file(let file, let object): unsafe append(file.identity, object, utf8, files)
    case .files(let identity, let object, _): unsafe append(identity, object, utf8, files)
    case .remote(var name) where name != text && !files.namesCount:
      bytes.append(ValueTag.text)
      name.withUTF8 { unsafe bytes.appendField(UnsafeRawBufferPointer($0)) }
    default:
      return false
    }
    return true
  }

  private func append(
    _ identity: Digest, _ object: String, _ text: UnsafeRawBufferPointer, _ files: FilesContent
  ) {
    bytes.append(ValueTag.file)
    append(identity)
    var object = object
    object.withUTF8 { unsafe bytes.appendField(UnsafeRawBufferPointer($0)) }
    // Who gets a result may look at the name, or pass it on.
    if files.namesCount { unsafe bytes.appendField(text) }
  }

  /// Refuses a text that names a file but is not Unicode, as `os.fsdecode` gives it.
  func refuseFiles(namedBeyondUnicode text: Object) throws(EncodingFailure) {
    if files == nil { return }
    guard let encoded = try? unsafe Owned(PyUnicode_EncodeFSDefault(text.pointer)),
      let name = try? unsafe encoded.object.contentOfBytes
    else { return Raised.clear() }
    if unsafe PathText.isCandidate(name), unsafe InputFiles.isThere(name) {
      throw .unidentified("it names a file whose name is not UTF-8")
    }
  }

  /// Appends a text that names no files: a name of Python's or of Dask's.
  func encode(name value: Object) throws(EncodingFailure) {
    let lent = files
    files = nil
    defer { files = lent }
    try encode(value)
  }
}
