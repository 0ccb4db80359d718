import MartletStore
import MartletTesting
import Testing

@Suite struct Conformance {
  @Test(arguments: StoreConformance.rules)
  func `the local store keeps every rule of a store`(rule: StoreRule) async throws {
    let folder = TemporaryFolder()
    try await rule.check(LocalStore(path: folder.path, create: true))
  }

  @Test(arguments: StoreConformance.rules)
  func `a local store that others can write to keeps every rule too`(rule: StoreRule) async throws {
    let folder = TemporaryFolder(mode: 0o777)
    try await rule.check(LocalStore(path: folder.path, create: true, trust: .all))
  }
}
