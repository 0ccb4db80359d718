// swift-tools-version: 6.2
import PackageDescription

var settings: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .enableUpcomingFeature("NonisolatedNonsendingByDefault"),
  .enableExperimentalFeature("Lifetimes"),  // returning Span
  .strictMemorySafety(),  // every unsafe use carries `unsafe`
]
// Warnings are errors for us; not in general, where they would break users on a newer compiler.
if Context.environment["MARTLET_STRICT"] == "1" { settings.append(.treatAllWarnings(as: .error)) }

let package = Package(
  name: "martlet",
  products: [
    .library(name: "MartletStore", targets: ["MartletStore"]),
    .library(name: "MartletTesting", targets: ["MartletTesting"]),
    .library(name: "MartletPython", type: .static, targets: ["MartletPython"]),
    .executable(name: "martlet", targets: ["martlet"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C: SHA-256 with SHA-NI, several leaves at once, and a portable fallback.
    .target(name: "CSHA256"),
    // C: the fast per-leaf checksum (XXH3, header only).
    .systemLibrary(name: "CXXHash", providers: [.apt(["libxxhash-dev"])]),
    // C: the type of a file system.
    .target(name: "CFileSystem"),
    // C: CPython's limited API and shims for its macros.
    .systemLibrary(name: "CPython", providers: [.apt(["python3-dev"])]),
    // C: a hook for some of Python's audit events.
    .target(name: "CAudit"),
    // Digests, canonical encoding, checksums.
    .target(name: "MartletBytes", dependencies: ["CSHA256", "CXXHash"], swiftSettings: settings),
    // Step keys, graphs, plans: pure values, no I/O.
    .target(name: "MartletGraph", dependencies: ["MartletBytes"], swiftSettings: settings),
    // Results by step key: the store and its local backend.
    .target(
      name: "MartletStore", dependencies: ["CFileSystem", "MartletBytes"], swiftSettings: settings),
    // ROOT files: what a file says it is, and its directories.
    .target(name: "MartletRoot", dependencies: ["MartletBytes"], swiftSettings: settings),
    // Input files: what texts name, and by what files count.
    .target(
      name: "MartletInputs", dependencies: ["MartletBytes", "MartletRoot"], swiftSettings: settings),
    // The CPython extension: converts, decides nothing.
    .target(
      name: "MartletPython",
      dependencies: [
        "CAudit", "CPython", "MartletBytes", "MartletGraph", "MartletInputs", "MartletStore",
      ],
      swiftSettings: settings),
    // The command's subcommands.
    .target(
      name: "MartletCommands",
      dependencies: [
        "MartletStore", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // The command: ten lines.
    .executableTarget(
      name: "martlet",
      dependencies: [
        "MartletCommands", .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
    // Conformance suites, temporary folders, clocks for tests.
    .target(
      name: "MartletTesting", dependencies: ["MartletBytes", "MartletStore"],
      swiftSettings: settings),
    .testTarget(
      name: "MartletBytesTests", dependencies: ["MartletBytes"], exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(
      name: "MartletGraphTests", dependencies: ["MartletGraph"], swiftSettings: settings),
    .testTarget(
      name: "MartletStoreTests", dependencies: ["MartletStore", "MartletTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "MartletRootTests", dependencies: ["MartletRoot"], exclude: ["Fixtures"],
      swiftSettings: settings),
    .testTarget(
      name: "MartletInputsTests", dependencies: ["MartletInputs", "MartletTesting"],
      swiftSettings: settings),
    .testTarget(
      name: "MartletCommandsTests",
      dependencies: [
        "MartletCommands", "MartletTesting",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ], swiftSettings: settings),
  ]
)
