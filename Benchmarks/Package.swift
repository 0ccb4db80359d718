// swift-tools-version: 6.2
import PackageDescription

// A package of its own: benchmarks burden nobody who builds Martlet.
let package = Package(
  name: "martlet-benchmarks",
  dependencies: [.package(name: "martlet", path: "..")],
  targets: [
    // CPU per key of finding, keeping and loading in a local store.
    .executableTarget(
      name: "StoreBenchmark",
      dependencies: [.product(name: "MartletStore", package: "martlet")],
      swiftSettings: [
        .swiftLanguageMode(.v6), .enableUpcomingFeature("InternalImportsByDefault"),
        .enableUpcomingFeature("MemberImportVisibility"), .strictMemorySafety(),
      ])
  ]
)
