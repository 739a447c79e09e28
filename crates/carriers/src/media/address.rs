//! Which addresses belong to the public internet.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Whether `ip` is an ordinary address of the public internet. Everything that the IANA special-purpose registries
/// (RFC 6890 and its successors) set apart is not: loopback, private, link-local, carrier-grade NAT, documentation,
/// benchmarking, multicast, reserved; nor is an IPv6 address that wraps such an IPv4 one.
pub fn is_public(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => is_public_v4(ip),
        IpAddr::V6(ip) => is_public_v6(ip),
    }
}

/// Networks (address, prefix length) that are not the public internet.
const NOT_PUBLIC_V4: [(Ipv4Addr, u32); 15] = [
    (Ipv4Addr::UNSPECIFIED, 8),
    (Ipv4Addr::new(10, 0, 0, 0), 8),
    (Ipv4Addr::new(100, 64, 0, 0), 10),
    (Ipv4Addr::new(127, 0, 0, 0), 8),
    (Ipv4Addr::new(169, 254, 0, 0), 16),
    (Ipv4Addr::new(172, 16, 0, 0), 12),
    (Ipv4Addr::new(192, 0, 0, 0), 24),
    (Ipv4Addr::new(192, 0, 2, 0), 24),
    (Ipv4Addr::new(192, 88, 99, 0), 24),
    (Ipv4Addr::new(192, 168, 0, 0), 16),
    (Ipv4Addr::new(198, 18, 0, 0), 15),
    (Ipv4Addr::new(198, 51, 100, 0), 24),
    (Ipv4Addr::new(203, 0, 113, 0), 24),
    (Ipv4Addr::new(224, 0, 0, 0), 4),
    (Ipv4Addr::new(240, 0, 0, 0), 4),
];

fn is_public_v4(ip: Ipv4Addr) -> bool {
    NOT_PUBLIC_V4.iter().all(|(network, length)| (ip.to_bits() ^ network.to_bits()) >> (32 - length) != 0)
}

fn is_public_v6(ip: Ipv6Addr) -> bool {
    let [first, second, third, ..] = ip.segments();
    let tail = Ipv4Addr::from_bits(u32::try_from(ip.to_bits() & 0xffff_ffff).expect("32 bits were kept"));
    match (first, second) {
        // NAT64 (RFC 6052) reaches the IPv4 address at its end; the variant for local use (64:ff9b:1::) is local.
        (0x64, 0xff9b) if ip.segments()[2..6] == [0; 4] => is_public_v4(tail),
        // 6to4 (RFC 3056) reaches the IPv4 address after its prefix.
        (0x2002, _) => is_public_v4(Ipv4Addr::from_bits(u32::from(second) << 16 | u32::from(third))),
        // Of 2001::/23 (protocols: Teredo, ORCHID, benchmarking) and 2001:db8::/32, 3fff::/20 (documentation) none.
        (0x2001, 0..0x200 | 0xdb8) | (0x3fff, 0..0x1000) => false,
        // Global unicast is 2000::/3; all else is loopback, mapped, local, link-local, multicast or not given out.
        _ => first & 0xe000 == 0x2000,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn public(ip: &str) -> bool {
        is_public(ip.parse().unwrap())
    }

    #[test]
    fn ordinary_addresses_are_public() {
        for ip in [
            "8.8.8.8",
            "100.63.255.255",
            "100.128.0.0",
            "172.15.0.1",
            "172.32.0.1",
            "198.20.0.1",
            "2606:4700::1",
            "64:ff9b::808:808",
            "2002:808:808::1",
        ] {
            assert!(public(ip), "{ip}");
        }
    }

    #[test]
    fn what_is_set_apart_is_not() {
        for ip in [
            "0.0.0.0",
            "10.1.2.3",
            "100.64.0.1",
            "100.127.255.255",
            "127.0.0.1",
            "127.9.9.9",
            "169.254.169.254",
            "172.16.0.1",
            "172.31.255.255",
            "192.0.0.8",
            "192.0.2.1",
            "192.168.1.1",
            "198.19.255.255",
            "203.0.113.7",
            "224.0.0.1",
            "239.255.255.255",
            "240.0.0.1",
            "255.255.255.255",
            "::",
            "::1",
            "::ffff:127.0.0.1",
            "::ffff:8.8.8.8",
            "::7f00:1",
            "fc00::1",
            "fd12::1",
            "fe80::1",
            "fec0::1",
            "ff02::1",
            "2001:db8::1",
            "2001::1",
            "2001:10::1",
            "3fff::1",
            "64:ff9b::7f00:1",
            "64:ff9b::a9fe:a9fe",
            "64:ff9b:1::1",
            "2002:7f00:1::",
            "2002:a00:1::1",
            "100::1",
        ] {
            assert!(!public(ip), "{ip}");
        }
    }

    proptest! {
        /// The standard library's stable predicates must never call private what we call public.
        #[test]
        fn the_standard_library_agrees_about_every_public_address(bits: u32) {
            let ip = Ipv4Addr::from_bits(bits);
            if is_public(ip.into()) {
                prop_assert!(!(ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_multicast()
                    || ip.is_broadcast() || ip.is_documentation() || ip.is_unspecified()));
            }
            prop_assert!(!is_public(ip.to_ipv6_mapped().into()));
        }
    }
}
