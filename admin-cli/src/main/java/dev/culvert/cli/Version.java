package dev.culvert.cli;

import picocli.CommandLine.IVersionProvider;

/** Of this program. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {"culvert/" + (version == null ? "development" : version)};
    }
}
