package dev.culvert.agent.doctor;

/** The mode of the rules by which callers use an agent: it decides which rights the agent needs. */
public enum ServedMode {
    /** Callers have the agent's rights. */
    AGENT,
    /** Callers have their own. */
    IMPERSONATE,
    /** Nobody has said which. */
    UNKNOWN
}
