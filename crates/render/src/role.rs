//! What a piece of text is, so that whoever draws it can choose a colour.

/// Declares the roles: one row gives the variant, its name in configuration and its meaning.
macro_rules! roles {
    ($($(#[doc = $doc:literal])+ $variant:ident = $name:literal;)+) => {
        /// What a piece of text is. Colours are chosen elsewhere: in `kbq.yaml`, by these names.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Role {
            $($(#[doc = $doc])+ $variant,)+
        }

        impl Role {
            /// Every role, in order of declaration.
            pub const ALL: &'static [Role] = &[$(Role::$variant),+];

            /// The name used in `kbq.yaml`.
            pub fn name(self) -> &'static str {
                match self { $(Role::$variant => $name,)+ }
            }

            /// What has this role, as shown in the configuration's help.
            pub fn meaning(self) -> &'static str {
                match self { $(Role::$variant => concat!($($doc),+).trim_ascii(),)+ }
            }

            /// The role of this name.
            pub fn from_name(name: &str) -> Option<Role> {
                Role::ALL.iter().copied().find(|role| role.name() == name)
            }
        }
    };
}

roles! {
    /// Running text.
    Text = "text";
    /// The title of an article.
    Title = "title";
    /// The heading of a section.
    Heading = "heading";
    /// A heading below a section's.
    Subheading = "subheading";
    /// The name of a fact, before its value.
    Label = "label";
    /// The value of a fact.
    Value = "value";
    /// An article's number.
    Id = "id";
    /// The rank of a hit.
    Rank = "rank";
    /// What was searched for, where it was found.
    Match = "match";
    /// An error code.
    Code = "code";
    /// Source code, settings and dumps.
    Listing = "listing";
    /// A message, dialog or event that the article quotes.
    Message = "message";
    /// A line of a table.
    Table = "table";
    /// The number of a step.
    StepNumber = "step-number";
    /// The sign before an item of a list.
    Bullet = "bullet";
    /// Something that can be followed: an article or an address.
    Link = "link";
    /// Bars, rules and other ornament.
    Ornament = "ornament";
    /// What matters least: sources, line numbers, hints.
    Muted = "muted";
    /// Text that only the newer of two articles has.
    Added = "added";
    /// Text that only the older of two articles has.
    Removed = "removed";
    /// Something odd.
    Warning = "warning";
    /// Something wrong.
    Error = "error";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back_to_roles() {
        for &role in Role::ALL {
            assert_eq!(Role::from_name(role.name()), Some(role));
            assert!(role.meaning().ends_with('.'), "{} has a sentence", role.name());
        }
    }
}
