internal import CPython

/// The version of keys and of everything that the front end and the workers have to agree on.
let format = 4

/// What CPython calls when `martlet._martlet` is imported.
@c(PyInit__martlet)
public func initializeMartletModule() -> UnsafeMutableRawPointer? {
  // A free-threaded interpreter lays objects out differently: nothing of ours may touch one there, not
  // even a reference count.
  if martlet_is_free_threaded() != 0 {
    unsafe PyErr_SetString(
      martlet_error_import(),
      "martlet._martlet does not work in free-threaded Python\n\nhint: use a standard build of CPython"
    )
    return nil
  }
  return unsafe UnsafeMutableRawPointer(PyModuleDef_Init(Module.definition))
}

private enum Module {
  // SAFETY: made once; CPython reads it for ever.
  nonisolated(unsafe) static let definition: UnsafeMutablePointer<PyModuleDef> = {
    let definition = UnsafeMutablePointer<PyModuleDef>.allocate(capacity: 1)
    unsafe definition.initialize(to: PyModuleDef())
    unsafe definition.pointee.m_base.ob_base.ob_refcnt = 1
    unsafe definition.pointee.m_name = ("_martlet" as StaticString).characters
    unsafe definition.pointee.m_doc = ("Martlet's engine." as StaticString).characters
    unsafe definition.pointee.m_methods = Method.table(
      moduleFunctions + resultFunctions + stepFunctions + auditFunctions)
    unsafe definition.pointee.m_slots = slots
    return unsafe definition
  }()

  nonisolated(unsafe) private static let slots: UnsafeMutablePointer<PyModuleDef_Slot> = {
    let slots = UnsafeMutablePointer<PyModuleDef_Slot>.allocate(capacity: 3)
    let execute: @convention(c) (UnsafeMutablePointer<PyObject>?) -> Int32 = { module in
      guard let module = unsafe Object(module) else { return -1 }
      return (try? initialize(module)) == nil ? -1 : 0
    }
    var count = 0
    unsafe (slots + count).initialize(
      to: PyModuleDef_Slot(
        slot: Py_mod_exec, value: unsafeBitCast(execute, to: UnsafeMutableRawPointer.self)))
    count += 1
    // Older ones refuse a slot that they don't know.
    if Py_Version >= 0x030C_0000 {
      unsafe (slots + count).initialize(
        to: PyModuleDef_Slot(slot: MARTLET_MULTIPLE_INTERPRETERS_SLOT, value: nil))
      count += 1
    }
    unsafe (slots + count).initialize(to: PyModuleDef_Slot(slot: 0, value: nil))
    return unsafe slots
  }()

  private static func initialize(_ module: Object) throws(Raised) {
    guard unsafe PyInterpreterState_GetID(PyInterpreterState_Get()) == 0 else {
      throw importError("martlet._martlet works in Python's main interpreter only")
    }
    try Exceptions.add(to: module)
    try MappedObject.prepare()
    try LoadedObject.add(to: module)
    try StoreObject.add(to: module)
    try FilesObject.add(to: module)
    try GraphObject.add(to: module)
    let version = try Owned(format)
    try module.setAttribute("FORMAT", version.object)
  }

  private static func importError(_ message: String) -> Raised {
    unsafe message.withCString { unsafe PyErr_SetString(martlet_error_import(), $0) }
    return Raised()
  }
}
