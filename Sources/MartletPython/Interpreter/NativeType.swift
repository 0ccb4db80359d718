internal import CPython

/// A Python type whose instances hold a Swift object.
///
/// ```text
/// 0   PyObject
/// 16  the Swift object, retained; nothing before `__init__`
/// ```
@safe struct NativeType<Content: AnyObject> {
  /// The type object, held for ever.
  let type: Object

  /// Makes the type.
  @safe init(
    _ name: StaticString, documentation: StaticString, methods: [Method] = [],
    getters: [Getter] = [], initializer: NativeInitializer? = nil,
    slots extra: [PyType_Slot] = unsafe []
  ) throws(Raised) {
    let deallocate: @convention(c) (UnsafeMutablePointer<PyObject>?) -> Void = { instance in
      guard let object = unsafe Object(instance) else { return }
      NativeStorage.release(object)
      unsafe martlet_free_instance(instance)
    }
    var slots = unsafe [
      PyType_Slot(
        slot: Py_tp_dealloc, pfunc: unsafeBitCast(deallocate, to: UnsafeMutableRawPointer.self)),
      PyType_Slot(
        slot: Py_tp_doc, pfunc: UnsafeMutableRawPointer(mutating: documentation.characters)),
      PyType_Slot(slot: Py_tp_methods, pfunc: Method.table(methods)),
      PyType_Slot(slot: Py_tp_getset, pfunc: Getter.table(getters)),
    ]
    if let initializer = unsafe initializer {
      let function = unsafe unsafeBitCast(initializer, to: UnsafeMutableRawPointer.self)
      unsafe slots.append(PyType_Slot(slot: Py_tp_init, pfunc: function))
    }
    unsafe slots.append(contentsOf: extra)
    unsafe slots.append(PyType_Slot(slot: 0, pfunc: nil))
    let table = UnsafeMutableBufferPointer<PyType_Slot>.allocate(
      capacity: unsafe slots.count)
    _ = unsafe table.initialize(from: slots)
    // Py_TPFLAGS_DEFAULT of the limited API is 1 << 18 (version tag).
    var specification = unsafe PyType_Spec(
      name: name.characters, basicsize: Int32(NativeStorage.offset + MemoryLayout<UInt>.size),
      itemsize: 0, flags: 1 << 18, slots: table.baseAddress)
    type = try unsafe Owned(PyType_FromSpec(&specification)).release()
  }

  /// The Swift object of an instance.
  func content(_ instance: Object) throws(Raised) -> Content {
    guard instance.isInstance(of: type), let content = NativeStorage.content(instance) as? Content
    else { throw Misuse(.type, "not initialised, or not of the right type").raise() }
    return content
  }

  /// A new instance that holds a Swift object.
  func make(_ content: Content) throws(Raised) -> Owned {
    let instance = try unsafe Owned(martlet_allocate(type.pointer))
    NativeStorage.put(content, instance.object)
    return instance
  }
}

/// Where an instance of a native type holds its Swift object.
enum NativeStorage {
  static let offset = unsafe MemoryLayout<PyObject>.size

  // SAFETY: called with instances of native types only, which are so large.
  private static func place(_ instance: Object) -> UnsafeMutablePointer<UnsafeRawPointer?> {
    unsafe UnsafeMutableRawPointer(instance.pointer).advanced(by: offset)
      .assumingMemoryBound(to: UnsafeRawPointer?.self)
  }

  static func content(_ instance: Object) -> AnyObject? {
    guard let pointer = unsafe place(instance).pointee else { return nil }
    return unsafe Unmanaged<AnyObject>.fromOpaque(pointer).takeUnretainedValue()
  }

  static func put(_ content: AnyObject, _ instance: Object) {
    release(instance)
    unsafe place(instance).pointee = UnsafeRawPointer(Unmanaged.passRetained(content).toOpaque())
  }

  static func release(_ instance: Object) {
    guard let pointer = unsafe place(instance).pointee else { return }
    unsafe place(instance).pointee = nil
    unsafe Unmanaged<AnyObject>.fromOpaque(pointer).release()
  }
}

/// A read-only attribute of a native type.
@safe struct Getter {
  typealias Function =
    @convention(c) (UnsafeMutablePointer<PyObject>?, UnsafeMutableRawPointer?)
    -> UnsafeMutablePointer<PyObject>?

  var name: StaticString
  var documentation: StaticString
  var function: Function

  @safe init(_ name: StaticString, _ documentation: StaticString, _ function: Function) {
    self.name = name
    self.documentation = documentation
    unsafe self.function = unsafe function
  }

  static func table(_ getters: [Getter]) -> UnsafeMutablePointer<PyGetSetDef> {
    let table = UnsafeMutablePointer<PyGetSetDef>.allocate(capacity: getters.count + 1)
    for (i, getter) in getters.enumerated() {
      unsafe (table + i).initialize(
        to: PyGetSetDef(
          name: getter.name.characters, get: getter.function, set: nil,
          doc: getter.documentation.characters, closure: nil))
    }
    unsafe (table + getters.count).initialize(to: PyGetSetDef())
    return unsafe table
  }
}
