internal import CAudit
internal import CPython

/// The module's function about the interpreter's audit events.
let auditFunctions: [Method] = [
  Method(
    "add_audit_hook",
    """
    add_audit_hook(hook, events, /)
    --

    As sys.addaudithook, but the hook is called at the named events only, and may not end them.
    """
  ) {
    unsafe answering("add_audit_hook", 2...2, $1, $2, $3) { arguments in
      let hook = try Owned(arguments[0])
      let events = try arguments[1].elements()
      guard unsafe caudit_add(hook.object.pointer, events.object.pointer) == 0 else {
        throw Raised()
      }
      // The interpreter calls the hook for ever.
      _ = hook.release()
      _ = events.release()
      return Owned(Object.none)
    }
  }
]
