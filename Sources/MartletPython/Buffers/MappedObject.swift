internal import CPython
internal import MartletStore

/// A section of an object's memory, which lives as long as Python looks at it.
final class MappedSection {
  let memory: Memory
  let place: Range<Int>

  init(_ memory: Memory, _ place: Range<Int>) {
    self.memory = memory
    self.place = place
  }
}

/// The Python type behind the memory views of loaded results.
enum MappedObject {
  // SAFETY: written once, by the module's initialisation, and read with the GIL held.
  nonisolated(unsafe) private static var native: NativeType<MappedSection>?

  /// Makes the type.
  static func prepare() throws(Raised) {
    unsafe native = try NativeType<MappedSection>(
      "martlet._martlet.Section", documentation: "Bytes of a kept result.",
      slots: [PyType_Slot(slot: Py_bf_getbuffer, pfunc: getBuffer)])
  }

  /// A writable memory view; the memory is given back with the last view of it.
  static func view(_ memory: Memory, _ place: Range<Int>) throws(Raised) -> Owned {
    guard let native = unsafe native else { throw Misuse(.runtime, "no such type").raise() }
    let section = try native.make(MappedSection(memory, place))
    return try unsafe Owned(PyMemoryView_FromObject(section.object.pointer))
  }

  private static var getBuffer: UnsafeMutableRawPointer {
    let function:
      @convention(c) (UnsafeMutablePointer<PyObject>?, UnsafeMutablePointer<Py_buffer>?, Int32) ->
        Int32 = { instance, view, flags in
          guard let instance = unsafe Object(instance), let native = unsafe MappedObject.native,
            let section = try? native.content(instance)
          else { return -1 }
          let bytes = unsafe UnsafeMutableRawBufferPointer(
            rebasing: section.memory.bytes[section.place])
          return unsafe PyBuffer_FillInfo(
            view, instance.pointer, bytes.baseAddress ?? section.memory.bytes.baseAddress,
            bytes.count, 0, flags)
        }
    return unsafe unsafeBitCast(function, to: UnsafeMutableRawPointer.self)
  }
}
