package dev.culvert.agent;

import picocli.CommandLine.IVersionProvider;

/** The version from the jar's manifest. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        return new String[] {software()};
    }

    /** Name and version, as peers are told. */
    static String software() {
        String version = Version.class.getPackage().getImplementationVersion();
        return "cluster-proxy/" + (version == null ? "development" : version);
    }
}
